import { expect, it } from 'vitest'
import { parseLine } from './parse.ts'

const time = Date.parse('2026-11-22T09:00:00.000Z')

it.each<[string, string, unknown]>([
  [
    'JSON of a logger',
    '{"timestamp":"2026-11-22T09:00:00.000Z","level":"WARN","message":"low","requestId":"r","step":"s","traceId":"t","left":2}',
    { level: 'WARN', message: 'low', time, requestId: 'r', traceId: 't', fields: { left: 2 } },
  ],
  ['JSON without level', '{"message":"x"}', { level: 'INFO', message: 'x', fields: {} }],
  [
    'an error that a runtime logged',
    '{"level":"ERROR","message":{"errorType":"TypeError","errorMessage":"no"}}',
    { level: 'ERROR', message: 'TypeError: no', fields: { errorType: 'TypeError', errorMessage: 'no' } },
  ],
  [
    "an error of Lambda's Python",
    '{"log_level":"ERROR","errorType":"KeyError","errorMessage":"no"}',
    { level: 'ERROR', message: 'no', fields: { errorType: 'KeyError', errorMessage: 'no' } },
  ],
  [
    'an object as message',
    '{"level":"INFO","message":{"a":1}}',
    { level: 'INFO', message: '{"a":1}', fields: { a: 1 } },
  ],
  [
    'text of Node.js',
    '2026-11-22T09:00:00.000Z\tr\tERROR\tfirst\rsecond',
    { level: 'ERROR', message: 'first\nsecond', time, requestId: 'r', fields: {} },
  ],
  [
    'text of Python',
    '[WARNING]\t2026-11-22T09:00:00.000Z\tr\tcareful',
    { level: 'WARN', message: 'careful', time, requestId: 'r', fields: {} },
  ],
  ['anything else', 'just words', { level: 'INFO', message: 'just words', fields: {} }],
  ['what only looks like JSON', '{not', { level: 'INFO', message: '{not', fields: {} }],
])('%s', (_, line, expected) => expect(parseLine(line, 'stdout')).toEqual(expected))

it('what a process writes to stderr is a warning', () =>
  expect(parseLine('oh', 'stderr')).toMatchObject({ level: 'WARN' }))
