import { expect, test } from 'vitest'
import type { LogLine, Span } from '../../../cli/dev/protocol.ts'
import { stackOf } from './stack.ts'

const span: Span = {
  id: 'a',
  kind: 'handler',
  name: 'pay',
  step: 'pay',
  start: 0,
  end: 10,
  status: 'error',
  error: { type: 'Error', message: 'no card' },
  attributes: {},
}

const line = (time: number, stackTrace: string[], errorMessage = 'no card'): LogLine => ({
  id: time,
  time,
  step: 'pay',
  level: 'ERROR',
  message: 'failed',
  fields: { errorMessage, stackTrace },
})

test('the stack comes from the log line of the same failure, nearest in time', () => {
  const logs = [line(500, ['at second']), line(12, ['at first']), line(11, ['at other'], 'another')]
  expect(stackOf(span, logs)).toEqual(['at first'])
  expect(stackOf({ ...span, start: 490, end: 498 }, logs)).toEqual(['at second'])
})

test('a stack of its own wins', () => {
  const own = { ...span, error: { type: 'Error', message: 'no card', stack: ['at own'] } }
  expect(stackOf(own, [line(12, ['at first'])])).toEqual(['at own'])
})
