import { expect, it } from 'vitest'
import type { EmulatorEvent, LogLine } from '../../emulator/index.ts'
import { createFailures } from './failures.ts'

const start = { type: 'invocation.start', time: 0, step: 'ev', requestId: 'r1', cold: false, trigger: 'ev' } as const
const end = { type: 'invocation.end', time: 9, step: 'ev', requestId: 'r1', duration: 9 } as const
const log = (message: string, fields: LogLine['fields'] = {}): EmulatorEvent => ({
  type: 'log',
  line: { id: 1, time: 1, step: 'ev', level: 'ERROR', message, requestId: 'r1', fields },
})
const failed = log('step "ev" failed', { errorType: 'TypeError', errorMessage: 'no' })

it('a function that answers though its Step failed has failed', () => {
  const follow = createFailures()
  follow(start)
  expect(follow(failed)).toMatchObject({ held: true })
  expect(follow(end)).toMatchObject({
    event: { error: { type: 'TypeError', message: 'no' } },
    cause: { message: 'step "ev" failed' },
  })
  follow(start)
  expect(follow(end)).toEqual({ event: end })
})

it('what a handler logs as an error is no failure', () => {
  const follow = createFailures()
  follow(start)
  const own = log('card declined', { errorType: 'Declined', errorMessage: 'no' })
  expect(follow(own)).toEqual({ event: own })
  expect(follow(end)).toEqual({ event: end })
})

it('only the first of several failed records stands at the end; the others are told as they come', () => {
  const follow = createFailures()
  follow(start)
  follow(failed)
  expect(follow(failed)).toEqual({ event: failed })
})
