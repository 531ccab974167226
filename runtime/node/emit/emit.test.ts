import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRun, type Run } from '../invocation/run.ts'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { awsError, type FakeAws, startFakeAws } from '../testing/fake-aws.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { sentMessages } from '../testing/messages.ts'
import { parseTraceHeader } from '../trace/header.ts'
import { createEmit } from './emit.ts'

let aws: FakeAws
let restore: () => void

beforeEach(async () => {
  aws = await startFakeAws()
  restore = setEnvironment(functionEnvironment(aws.url))
})
afterEach(async () => {
  restore()
  await aws.close()
})

const traceId = '1-5759e988-bd862e3fe1be46a994272793'
const run = (given: Partial<Run> = {}) =>
  createRun({
    step: 'test',
    trigger: 'api',
    lambda: lambdaContext(),
    parentId: 'p',
    traceId,
    hop: 0,
    header: undefined,
    ...given,
  })

const actions = () => aws.calls.map(({ action, input }) => [action, ((input['Entries'] as unknown[]) ?? []).length])

test('emits made together travel together, ten in a call, in their order', async () => {
  const emit = createEmit(run())
  await Promise.all(Array.from({ length: 23 }, (_, n) => emit('order.created', n)))
  expect(actions().sort()).toEqual([
    ['SendMessageBatch', 10],
    ['SendMessageBatch', 10],
    ['SendMessageBatch', 3],
  ])
  const data = sentMessages(aws.calls).map(({ body }) => JSON.parse(body).data)
  expect(data.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, n) => n))
})

test('a call holds at most 1 MiB', async () => {
  const emit = createEmit(run())
  await Promise.all([1, 2, 3].map(() => emit('order.created', 'x'.repeat(400_000))))
  expect(
    actions()
      .map(([, count]) => count)
      .sort(),
  ).toEqual([1, 2])
})

test('messages to a FIFO queue keep the order of their emits over several calls', async () => {
  const emit = createEmit(run())
  let first = true
  aws.answer = () => {
    if (!first) return undefined
    first = false
    return awsError('RequestThrottled')
  }
  const early = Array.from({ length: 12 }, (_, n) => emit('order.queued', n))
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  await Promise.all([...early, emit('order.queued', 12)])
  expect(sentMessages(aws.calls).map(({ body }) => JSON.parse(body).data)).toEqual(
    Array.from({ length: 13 }, (_, n) => n),
  )
})

test('one failed entry rejects its own emit alone', async () => {
  aws.answer = ({ input }) => ({
    status: 200,
    body: JSON.stringify({
      Successful: (input['Entries'] as { Id: string }[]).slice(1).map(({ Id }) => ({ Id })),
      Failed: [{ Id: '0', SenderFault: true, Code: 'InvalidMessageContents', Message: 'bad character' }],
    }),
  })
  const emit = createEmit(run())
  const outcomes = await Promise.allSettled([emit('order.created', 1), emit('order.created', 2)])
  expect(outcomes).toMatchObject([
    {
      status: 'rejected',
      reason: {
        name: 'AwsError',
        code: 'InvalidMessageContents',
        message: expect.stringContaining('topic "order.created"'),
      },
    },
    { status: 'fulfilled' },
  ])
})

test('an entry that AWS could not take just then is sent again, alone', async () => {
  let first = true
  aws.answer = () => {
    if (!first) return undefined
    first = false
    return { status: 200, body: JSON.stringify({ Failed: [{ Id: '1', SenderFault: false, Code: 'InternalError' }] }) }
  }
  const emit = createEmit(run())
  await Promise.all([emit('order.created', 1), emit('order.created', 2)])
  expect(actions()).toEqual([
    ['SendMessageBatch', 2],
    ['SendMessageBatch', 1],
  ])
})

test('a bus: throttled entries again, refused ones not', async () => {
  const failures = ['ThrottlingException', 'NotAuthorizedForSource']
  aws.answer = () => ({
    status: 200,
    body: JSON.stringify({ FailedEntryCount: 1, Entries: [{ ErrorCode: failures.shift(), ErrorMessage: 'so it is' }] }),
  })
  await expect(createEmit(run())('order.audited', 1)).rejects.toMatchObject({ code: 'NotAuthorizedForSource' })
  expect(aws.calls).toHaveLength(2)
})

describe('a message that is too large is refused before the call, in UTF-8 bytes', () => {
  test.each([
    ['order.created', 'x'.repeat(1_048_576), 1_048_576, 'SQS'],
    ['order.created', 'ä'.repeat(524_288), 1_048_576, 'SQS'],
    ['order.paid', 'x'.repeat(262_144), 262_144, 'SNS'],
    ['order.audited', 'x'.repeat(1_048_576), 1_048_576, 'EventBridge'],
  ])('%s', async (topic, data, limit, service) => {
    await expect(createEmit(run())(topic, data)).rejects.toMatchObject({
      name: 'PayloadTooLargeError',
      topic,
      limit,
      size: expect.toSatisfy((size: number) => size > limit),
      message: expect.stringMatching(new RegExp(`"${topic}" is \\d+ bytes, ${service} takes at most ${limit}`)),
    })
    expect(aws.calls).toHaveLength(0)
  })
})

test.each([
  ['a big integer', { n: 1n }, 'cannot be written as JSON'],
  ['a cycle', cycle(), 'cannot be written as JSON'],
])('%s in the data is refused', async (_, data, message) => {
  await expect(createEmit(run())('order.created', data)).rejects.toMatchObject({
    name: 'InvalidEmitError',
    message: expect.stringContaining(message),
  })
})

test.each([
  ['order.created', 901, 'whole number from 0 to 900'],
  ['order.created', 1.5, 'whole number from 0 to 900'],
  ['order.queued', 5, 'a FIFO queue, which takes no delay per message'],
  ['order.paid', 5, 'an SNS topic, which cannot delay'],
  ['order.audited', 5, 'an EventBridge bus, which cannot delay'],
])('%s with a delay of %d is refused, without harm to others of its batch', async (topic, delaySeconds, message) => {
  const emit = createEmit(run())
  const outcomes = await Promise.allSettled([emit(topic, 1, { delaySeconds }), emit(topic, 2)])
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { name: 'InvalidEmitError', message: expect.stringContaining(message) } },
    { status: 'fulfilled' },
  ])
})

test('no topic at all is refused', async () => {
  await expect(createEmit(run())(undefined as unknown as string, 1)).rejects.toMatchObject({ name: 'InvalidEmitError' })
  await expect(createEmit(run())({ data: 1 } as never)).rejects.toMatchObject({ name: 'InvalidEmitError' })
})

test('a Step deployed without topics says so', async () => {
  const back = setEnvironment({ MOTIA_TOPICS: undefined })
  await expect(createEmit(run())('order.created', 1)).rejects.toMatchObject({ name: 'MissingSettingError' })
  back()
})

test('the trace header goes with the message on every transport', async () => {
  const header = parseTraceHeader(`Root=${traceId};Parent=53995c3f42cd8ad8;Sampled=0`)!
  const emit = createEmit(run({ header }))
  await Promise.all([emit('order.created', 1), emit('order.paid', 1), emit('order.audited', 1)])
  const byAction = new Map(aws.calls.map((call) => [call.action, call]))
  const entry = (action: string) => (byAction.get(action)!.input['Entries'] as Record<string, unknown>[])[0]!
  expect(entry('SendMessageBatch')['MessageSystemAttributes']).toEqual({
    AWSTraceHeader: { DataType: 'String', StringValue: header.text },
  })
  expect(entry('PutEvents')['TraceHeader']).toBe(header.text)
  expect(byAction.get('PublishBatch')!.headers['x-amzn-trace-id']).toBe(header.text)
})

test('characters that XML lacks reach SQS escaped', async () => {
  await createEmit(run())('order.created', 'a\uffff\ufffe\u0000b')
  const [{ body } = { body: '' }] = sentMessages(aws.calls)
  expect(body).not.toMatch(/[\ufffe\uffff]|\p{Cc}/u)
  expect(JSON.parse(body).data).toBe('a\uffff\ufffe\u0000b')
})

function cycle(): object {
  const one: Record<string, unknown> = {}
  one['self'] = one
  return one
}
