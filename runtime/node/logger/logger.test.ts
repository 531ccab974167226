import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setEnvironment } from '../testing/environment.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { captureLogs } from '../testing/output.ts'
import { createLogger } from './index.ts'
import { jsonLine } from './line.ts'

let logs: ReturnType<typeof captureLogs>
beforeEach(() => {
  logs = captureLogs()
})
afterEach(() => logs.release())

const logger = createLogger({ step: 'a step', traceId: '1-2-3', lambda: lambdaContext() })

test("a line has what it is found by, then the author's fields", () => {
  logger.info('order created', { orderId: 7, level: 'high', traceId: '1-2-3', extra: { a: [1] } })
  const [line] = logs.lines
  expect(Object.keys(line!)).toEqual([
    'timestamp',
    'level',
    'message',
    'requestId',
    'step',
    'traceId',
    'orderId',
    'extra',
    'fields',
  ])
  expect(line).toMatchObject({
    level: 'INFO',
    message: 'order created',
    requestId: 'request-1',
    step: 'a step',
    traceId: '1-2-3',
    fields: { level: 'high' },
  })
  expect(line!['timestamp']).toBe(new Date(line!['timestamp'] as string).toISOString())
})

test('errors, alone and among fields, with their causes', () => {
  const error = Object.assign(new TypeError('no', { cause: new RangeError('deep') }), { code: 'E1' })
  logger.error('failed', error)
  logger.error('failed', { error })
  const expected = {
    errorType: 'TypeError',
    errorMessage: 'no',
    code: 'E1',
    stackTrace: expect.any(Array),
    cause: { errorType: 'RangeError', errorMessage: 'deep' },
  }
  expect(logs.lines).toMatchObject([expected, { error: expected }])
})

test.each([
  ['text', 'plain', { data: 'plain' }],
  ['a list', [1, 2], { data: [1, 2] }],
  ['nothing', undefined, {}],
  ['null', null, {}],
  ['a big integer', { n: 10n }, { n: '10' }],
])('fields that are %s', (_, fields, expected) => {
  logger.warn('w', fields)
  expect(logs.lines).toMatchObject([expected])
})

test('what refers to itself is written once', () => {
  const one: Record<string, unknown> = { name: 'one' }
  one['self'] = one
  one['twice'] = [{ a: 1 }, { a: 1 }]
  logger.info('cycle', { one, again: one['twice'] })
  expect(logs.lines).toMatchObject([
    { one: { name: 'one', self: '[circular]', twice: [{ a: 1 }, { a: 1 }] }, again: [{ a: 1 }, { a: 1 }] },
  ])
})

test.each([
  ['DEBUG', 4],
  ['TRACE', 4],
  ['INFO', 3],
  ['WARN', 2],
  ['ERROR', 1],
  ['FATAL', 1],
  [undefined, 4],
])('AWS_LAMBDA_LOG_LEVEL=%s lets %d of the four levels through', (level, count) => {
  const restore = setEnvironment({ AWS_LAMBDA_LOG_LEVEL: level })
  for (const name of ['debug', 'info', 'warn', 'error'] as const) logger[name]('x')
  restore()
  expect(logs.lines).toHaveLength(count)
})

test('whatever it is given, one line of JSON comes out', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string(),
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
      ),
      (entry) => {
        const line = jsonLine(entry)
        expect(line).not.toContain('\n')
        JSON.parse(line)
      },
    ),
  )
})
