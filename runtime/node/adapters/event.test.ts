import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { EventContext } from '../authoring/context.ts'
import type { FlowContext } from '../authoring/motia.ts'
import { InvalidEventError } from '../errors.ts'
import { defineStep } from '../index.ts'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { awsError, type FakeAws, startFakeAws } from '../testing/fake-aws.ts'
import { envelope, lambdaContext, type RecordGiven, sqsEvent } from '../testing/invoke.ts'
import { sentMessages, visibilityChanges } from '../testing/messages.ts'
import { captureLogs } from '../testing/output.ts'
import { adapt } from './event.ts'

let aws: FakeAws
let restore: () => void
let logs: ReturnType<typeof captureLogs>

beforeEach(async () => {
  aws = await startFakeAws()
  restore = setEnvironment(functionEnvironment(aws.url))
  logs = captureLogs()
})
afterEach(async () => {
  logs.release()
  restore()
  await aws.close()
})

const failed = (result: { batchItemFailures: readonly { itemIdentifier: string }[] }) =>
  result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

async function deliver(
  records: readonly RecordGiven[],
  handler: (context: EventContext) => unknown,
  { remaining = 30_000, ...more }: { remaining?: number | (() => number); [key: string]: unknown } = {},
) {
  const step = defineStep({ type: 'event', subscribes: ['order.created'], ...more, handler: handler as never })
  return failed(
    await adapt({ default: step }, { name: 'work', dialect: 'define-step' })(
      sqsEvent(records),
      lambdaContext(remaining),
    ),
  )
}

async function deliverMotia(
  records: readonly RecordGiven[],
  handler: (input: unknown, ctx: FlowContext<unknown>) => unknown,
  config: object = {},
) {
  const module = { config: { type: 'event', subscribes: ['order.created'], emits: [], ...config }, handler }
  return failed(await adapt(module, { name: 'work', dialect: 'motia' })(sqsEvent(records), lambdaContext()))
}

test('records of a standard queue are handled together', async () => {
  let inside = 0
  let most = 0
  await deliver(
    Array.from({ length: 10 }, (_, n) => ({ id: `m${n}` })),
    async () => {
      most = Math.max(most, ++inside)
      await new Promise(setImmediate)
      inside--
    },
  )
  expect(most).toBe(10)
})

/** Which records a batch leaves undone, said as plainly as can be. */
function oracle(records: readonly { id: string; group: string; fails: boolean }[], fifo: boolean): string[] {
  const broken = new Set<string>()
  return records.flatMap(({ id, group, fails }) => {
    if (fifo && broken.has(group)) return [id]
    if (!fails) return []
    broken.add(group)
    return [id]
  })
}

test('batch outcomes agree with the oracle, in any order of completion', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ group: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean(), turns: fc.nat(3) }), {
        minLength: 1,
        maxLength: 10,
      }),
      fc.boolean(),
      async (given, fifo) => {
        const records = given.map((record, n) => ({ id: `m${n}`, ...record }))
        const seen: { group: string; id: string }[] = []
        const running = new Set<string>()
        const result = await deliver(
          records.map(({ id, group, fails, turns }) => ({
            id,
            body: { id, group, fails, turns },
            ...(fifo && { groupId: group }),
          })),
          async ({ data }) => {
            const { id, group, fails, turns } = data as { id: string; group: string; fails: boolean; turns: number }
            if (fifo) expect(running.has(group), 'two records of a group at once').toBe(false)
            running.add(group)
            seen.push({ group, id })
            for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
            running.delete(group)
            if (fails) throw new Error('as given')
          },
        )
        expect(result.toSorted()).toEqual(oracle(records, fifo).sort())
        if (fifo) {
          for (const group of ['a', 'b', 'c']) {
            const order = seen.filter((one) => one.group === group).map(({ id }) => id)
            expect(order).toEqual(
              records
                .filter((one) => one.group === group)
                .map(({ id }) => id)
                .slice(0, order.length),
            )
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('a record that does not end in time is reported, those that are done are not', async () => {
  const result = await deliver(
    [{ id: 'quick' }, { id: 'stuck', body: 'stuck' }],
    ({ data }) => (data === 'stuck' ? new Promise(() => undefined) : undefined),
    { remaining: 600 },
  )
  expect(result).toEqual(['stuck'])
  expect(logs.lines).toMatchObject([
    {
      level: 'ERROR',
      message: 'step "work" failed',
      errorType: 'OutOfTimeError',
      errorMessage: expect.stringContaining('infrastructure.handler.timeout'),
      traceId: expect.any(String),
    },
  ])
})

test.each<[unknown, string, string]>([
  ['just text', 'string', 'just text'],
  [undefined, 'undefined', 'undefined'],
  [{ code: 7 }, 'object', '{"code":7}'],
])('what is thrown and no error is logged as one: %j', async (thrown, errorType, errorMessage) => {
  const handler = () => {
    throw thrown
  }
  expect(await deliver([{ id: 'm1' }], handler)).toEqual(['m1'])
  expect(logs.lines).toMatchObject([
    { message: 'step "work" failed', errorType, errorMessage, messageId: 'm1', attempt: 1 },
  ])
})

test('FIFO: no record is begun when the one before it used the time up', async () => {
  let remaining = 1000
  const handler = vi.fn(() => {
    remaining = 400
  })
  const records = ['m1', 'm2', 'm3'].map((id) => ({ id, groupId: 'g' }))
  expect(await deliver(records, handler, { remaining: () => remaining })).toEqual(['m2', 'm3'])
  expect(handler).toHaveBeenCalledTimes(1)
})

test('after the last try a record returns at once, to be moved to the dead-letter queue', async () => {
  await deliver(
    [
      { id: 'last', receiveCount: 4 },
      { id: 'first', receiveCount: 1 },
    ],
    () => Promise.reject(new Error('no')),
  )
  expect(visibilityChanges(aws.calls)).toEqual([
    ['handle-last', 0],
    ['handle-first', expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 2)],
  ])
})

test('0.x waits two seconds each time', async () => {
  await deliverMotia([{ id: 'm1', receiveCount: 3 }], () => Promise.reject(new Error('no')))
  expect(visibilityChanges(aws.calls)).toEqual([['handle-m1', 2]])
})

test('a batch of 25 failures is postponed in calls of ten', async () => {
  await deliver(
    Array.from({ length: 25 }, (_, n) => ({ id: `m${n}` })),
    () => Promise.reject(new Error('no')),
  )
  expect(aws.calls.map(({ action }) => action)).toEqual(Array(3).fill('ChangeMessageVisibilityBatch'))
  expect(visibilityChanges(aws.calls)).toHaveLength(25)
})

test('that the retry cannot be postponed is a warning', async () => {
  aws.answer = () => awsError('AccessDenied')
  expect(await deliver([{ id: 'm1' }], () => Promise.reject(new Error('no')))).toEqual(['m1'])
  expect(logs.lines).toMatchObject([
    { level: 'ERROR', errorMessage: 'no' },
    { level: 'WARN', errorType: 'AwsError' },
  ])
})

test('input that does not fit goes to the dead-letter queue with a reason of at most 1 KB', async () => {
  const input = z.object({ list: z.array(z.string()) })
  const body = envelope({ data: { list: Array(200).fill(7) } })
  expect(await deliver([{ id: 'm1', body }], () => undefined, { input })).toEqual([])
  const [dead] = sentMessages(aws.calls)
  expect(dead).toMatchObject({ to: 'arn:aws:sqs:eu-north-1:123456789012:dead', body: JSON.stringify(body) })
  expect(Buffer.byteLength(dead!.attributes!['motia.reason']!)).toBeLessThanOrEqual(1024)
})

test('without a dead-letter queue, input that does not fit is a failure', async () => {
  const back = setEnvironment({ MOTIA_DLQ: undefined })
  expect(await deliver([{ id: 'm1' }], () => undefined, { input: z.object({}) })).toEqual(['m1'])
  back()
})

test('0.x: input that does not fit is a warning and reaches the handler raw; strict buries it', async () => {
  const input = z.object({ n: z.number().default(1) })
  const seen: unknown[] = []
  const handler = (data: unknown) => void seen.push(data)
  await deliverMotia([{ id: 'm1', body: envelope({ data: { n: 'x' } }) }], handler, { input })
  await deliverMotia([{ id: 'm1', body: envelope({ data: {} }) }], handler, { input })
  expect(seen).toEqual([{ n: 'x' }, {}])
  expect(logs.lines).toMatchObject([{ level: 'WARN', issues: [{ path: 'n' }] }])
  await deliverMotia([{ id: 'm1', body: envelope({ data: { n: 'x' } }) }], handler, { input, validate: 'strict' })
  expect(sentMessages(aws.calls)).toHaveLength(1)
})

test('0.x: an emit to a topic that is not in emits is dropped, none listed allows all', async () => {
  const emit = (_: unknown, ctx: FlowContext<unknown>) =>
    ctx.emit({ topic: 'order.created', data: 1, messageGroupId: 'g' })
  await deliverMotia([{ id: 'm1' }], emit, { emits: [{ topic: 'order.paid', label: 'x' }] })
  expect(logs.lines).toMatchObject([{ level: 'WARN', topic: 'order.created' }])
  await deliverMotia([{ id: 'm1' }], emit)
  await deliverMotia([{ id: 'm1' }], emit, { emits: ['order.created'] })
  expect(sentMessages(aws.calls)).toMatchObject([{ groupId: 'g' }, { groupId: 'g' }])
})

test('middleware runs around event handlers', async () => {
  const middleware = [
    async (context: EventContext, next: () => Promise<unknown>) => (context.data === 'skip' ? null : await next()),
  ]
  const handler = vi.fn()
  await deliver(
    [
      { id: 'a', body: 'skip' },
      { id: 'b', body: 'do' },
    ],
    handler,
    { middleware },
  )
  expect(handler).toHaveBeenCalledTimes(1)
})

test('each record counts its own emits, also when they interleave', async () => {
  await deliver(
    [
      { id: 'a', body: envelope({ id: 'a' }) },
      { id: 'b', body: envelope({ id: 'b' }) },
    ],
    async ({ emit, id }) => {
      for (const n of [0, 1, 2]) {
        await new Promise(setImmediate)
        await emit('order.created', { from: id, n })
      }
    },
  )
  const ids = sentMessages(aws.calls).map(({ body }) => JSON.parse(body).id)
  expect(new Set(ids).size).toBe(6)
  aws.calls.length = 0
  await deliver([{ id: 'b-again', body: envelope({ id: 'b' }) }], async ({ emit }) => {
    for (const n of [0, 1, 2]) await emit('order.created', n)
  })
  const again = sentMessages(aws.calls).map(({ body }) => JSON.parse(body).id)
  expect(again.every((id: string) => ids.includes(id))).toBe(true)
})

test.each([
  [undefined, 'the event holds no SQS records'],
  [{ Records: 'x' }, 'the event holds no SQS records'],
  [{ Records: [{ body: '{}' }] }, 'record 0 of the event has no messageId'],
  [{ Records: [null] }, 'record 0 of the event has no messageId'],
])('%o is no batch', async (event, message) => {
  const step = defineStep({ type: 'event', subscribes: ['a'], handler: () => undefined })
  await expect(adapt({ default: step }, { name: 'x', dialect: 'define-step' })(event, lambdaContext())).rejects.toThrow(
    message,
  )
})

test('hostile events end in an outcome or a typed error', async () => {
  const step = defineStep({ type: 'event', subscribes: ['a'], handler: (context) => JSON.stringify(context.data) })
  const handler = adapt({ default: step }, { name: 'x', dialect: 'define-step' })
  const junk = fc.anything({ withNullPrototype: true })
  const deep = fc.integer({ min: 1, max: 3000 }).map((n) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`)
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    deep,
    fc.constant('{"__proto__":{"polluted":1},"v":1,"id":"x","topic":"__proto__"}'),
    fc.json(),
    fc.record({ v: fc.constantFrom(1, 2, '1'), id: junk, topic: junk, hop: junk, traceId: junk }).map((one) => {
      try {
        return JSON.stringify(one)
      } catch {
        return 'no JSON'
      }
    }),
  )
  const record = fc.record(
    {
      messageId: fc.oneof(fc.string({ minLength: 1 }), junk),
      receiptHandle: junk,
      body: fc.oneof(body, junk),
      attributes: fc.oneof(
        junk,
        fc.record({ ApproximateReceiveCount: junk, MessageGroupId: junk, AWSTraceHeader: fc.oneof(junk, fc.string()) }),
      ),
      eventSourceARN: fc.oneof(junk, fc.constant('arn:aws:sqs:eu-north-1:1:q.fifo')),
    },
    { requiredKeys: ['messageId', 'body'] },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.record({ Records: fc.array(fc.oneof(record, record, junk), { maxLength: 4 }) }), junk),
      async (event) => {
        const result = await handler(event, lambdaContext()).catch((error: unknown) => error)
        if (result instanceof Error) expect(result).toBeInstanceOf(InvalidEventError)
        else expect(result).toMatchObject({ batchItemFailures: expect.any(Array) })
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
      },
    ),
    { numRuns: 150 },
  )
})
