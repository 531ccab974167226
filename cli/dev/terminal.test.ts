import { expect, it } from 'vitest'
import type { LogLine } from '../../emulator/index.ts'
import { describeEvent } from './terminal.ts'

const terminal = { write: () => {}, paint: (_: unknown, text: string) => text }

it.each<[string, Pick<LogLine, 'message' | 'fields'>, string]>([
  ['fields', { message: 'paid', fields: { total: 9, by: 'card' } }, 'paid  total=9  by=card'],
  [
    'an error beside a message',
    { message: 'declined', fields: { errorType: 'CardError', errorMessage: 'no money' } },
    'declined  CardError: no money',
  ],
  [
    "an error of Node's runtime",
    { message: 'CardError: no', fields: { errorType: 'CardError', errorMessage: 'no' } },
    'CardError: no',
  ],
  [
    "an error of Python's runtime",
    { message: "'sku'", fields: { errorType: 'KeyError', errorMessage: "'sku'" } },
    "'sku'  KeyError",
  ],
  [
    'the place that is of the author',
    {
      message: 'failed',
      fields: {
        errorType: 'TypeError',
        errorMessage: 'no',
        stackTrace: [
          'TypeError: no',
          'at call (file:///opt/motia-aws/emulator/cloud/lambda/bootstrap.mjs:238:22)',
          'at handler (/app/.motia/bundles/pay-0123/steps/pay.step.ts:7:3)',
        ],
      },
    },
    'failed  TypeError: no (steps/pay.step.ts:7)',
  ],
])('a log line tells once: %s', (_, line, expected) => {
  const event = { type: 'log', line: { id: 1, time: 0, step: 'pay', level: 'ERROR', ...line } } as const
  expect(describeEvent(terminal, { event })?.replace(/^.* pay +/, '')).toBe(expected)
})
