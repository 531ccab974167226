import { expect, test } from 'vitest'
import type { LogLine } from '../../../cli/dev/protocol.ts'
import { fits, outOfDate } from './stream.ts'

const line: LogLine = {
  id: 1,
  time: 0,
  step: 'pay',
  level: 'WARN',
  message: 'Declined',
  traceId: '1-a',
  fields: { orderId: 'x9' },
}

test.each([
  [{}, true],
  [{ step: 'pay', level: 'WARN', traceId: '1-a' }, true],
  [{ text: 'declined' }, true],
  [{ text: 'X9' }, true],
  [{ text: 'accepted' }, false],
  [{ step: 'other' }, false],
  [{ level: 'ERROR' }, false],
])('a line in a list with the filter %j: %s', (filter, expected) => {
  expect(fits(line, filter)).toBe(expected)
})

test('a finished trace outdates the list and itself', () => {
  expect(outOfDate({ type: 'trace', traceId: '1-a' })).toEqual([['traces'], ['trace', '1-a']])
})
