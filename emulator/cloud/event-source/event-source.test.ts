import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, describe, expect, it } from 'vitest'
import { type Emulator, startEmulator } from '../../index.ts'
import { type AssemblySource, consume, functionResources, merge, queueResources, writeAssembly } from '../fixture.ts'

let cloud: Emulator
afterEach(() => cloud?.stop())

/** Logs what it gets; a body of `fail` fails, `throw` fails the batch. */
const worker = `
export const handler = async ({ Records }) => {
  console.log(JSON.stringify(Records.map((record) => record.body)))
  if (Records.some(({ body }) => body === 'throw')) throw new Error('thrown')
  if (Records.some(({ body }) => body === 'slow')) await new Promise((resolve) => setTimeout(resolve, 100))
  return { batchItemFailures: Records.filter(({ body }) => body.startsWith('fail')).map(({ messageId }) => ({ itemIdentifier: messageId })) }
}`

const start = async (
  more: Parameters<typeof queueResources>[2] = {},
  fn: Record<string, unknown> = {},
  ...parts: AssemblySource[]
) => {
  cloud = await startEmulator({
    assembly: writeAssembly(
      merge(
        functionResources('Worker', { code: worker, statements: [consume], properties: fn }),
        queueResources('Queue', 'Worker', more),
        ...parts,
      ),
    ),
  })
}
const sqs = () =>
  new SQSClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
const url = () => cloud.resources().find(({ logicalId }) => logicalId === 'Queue')!.physicalId
const send = (body: string, more: Record<string, unknown> = {}) =>
  sqs().send(new SendMessageCommand({ QueueUrl: url(), MessageBody: body, ...more }))
const sendAll = (bodies: readonly string[], groups?: readonly string[]) =>
  sqs().send(
    new SendMessageBatchCommand({
      QueueUrl: url(),
      Entries: bodies.map((MessageBody, at) => ({
        Id: String(at),
        MessageBody,
        ...(groups && { MessageGroupId: groups[at]!, MessageDeduplicationId: String(at) }),
      })),
    }),
  )
const batches = () =>
  cloud
    .logs({ step: 'Worker' })
    .filter(({ message }) => message.startsWith('['))
    .map(({ message }) => JSON.parse(message) as string[])
const queue = (dead = false) => cloud.queues().find(({ deadLetter }) => deadLetter === dead)!

describe('an SQS event source', () => {
  it('hands over messages and deletes what succeeded', async () => {
    await start()
    await send('one')
    await cloud.idle()
    expect(batches()).toEqual([['one']])
    expect(queue()).toMatchObject({ visible: 0, inFlight: 0, step: 'Worker' })
  })

  it('keeps what was reported as failed until its visibility ends, then gives it up', async () => {
    await start({ maxReceiveCount: 2 })
    const dead: string[] = []
    cloud.on((event) => event.type === 'deadLetter' && dead.push(event.queue))
    await sendAll(['good', 'fail'])
    await cloud.idle()
    expect(queue()).toMatchObject({ visible: 0, inFlight: 1 })
    await cloud.advance({ seconds: 31 })
    await cloud.idle()
    await cloud.advance({ seconds: 31 })
    await cloud.idle()
    expect(
      batches()
        .flat()
        .filter((body) => body === 'fail'),
    ).toHaveLength(2)
    expect(
      batches()
        .flat()
        .filter((body) => body === 'good'),
    ).toHaveLength(1)
    expect(queue(true)).toMatchObject({ visible: 1 })
    expect(dead).toEqual([queue(true).name])
    expect(cloud.messages(queue(true).name)).toMatchObject([{ body: 'fail' }])
    expect(cloud.redrive(queue(true).name)).toBe(1)
    await cloud.idle()
    expect(
      batches()
        .flat()
        .filter((body) => body === 'fail'),
    ).toHaveLength(3)
  })

  it('keeps the whole batch when the function throws', async () => {
    await start()
    await send('throw')
    await cloud.idle()
    expect(queue()).toMatchObject({ inFlight: 1 })
  })

  it('without ReportBatchItemFailures deletes what was reported', async () => {
    await start({ source: { FunctionResponseTypes: [] } })
    await send('fail')
    await cloud.idle()
    expect(queue()).toMatchObject({ visible: 0, inFlight: 0 })
  })

  it('gathers a batch for its window', async () => {
    await start({ source: { BatchSize: 20, MaximumBatchingWindowInSeconds: 20 } })
    for (const half of [0, 1]) await sendAll(Array.from({ length: 6 }, (_, at) => `${half}${at}`))
    await expect(cloud.idle({ timeout: 60 })).rejects.toThrow(/still busy after 60 ms: queue .*Queue/)
    expect(batches()).toEqual([])
    await cloud.advance({ seconds: 20 })
    await cloud.idle()
    expect(batches().map((batch) => batch.length)).toEqual([12])
  })

  it('takes a full batch before its window ends', async () => {
    await start({ source: { BatchSize: 12, MaximumBatchingWindowInSeconds: 60 } })
    for (const half of [0, 1]) await sendAll(Array.from({ length: 6 }, (_, at) => `${half}${at}`))
    await cloud.idle()
    expect(batches().map((batch) => batch.length)).toEqual([12])
  })

  it('runs no more at once than MaximumConcurrency', async () => {
    await start({ source: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } } })
    let running = 0
    let most = 0
    cloud.on(({ type }) => {
      if (type === 'invocation.start') most = Math.max(most, ++running)
      if (type === 'invocation.end') running--
    })
    await sendAll(Array.from({ length: 8 }, () => 'slow'))
    await cloud.idle()
    expect(most).toBe(2)
    expect(batches()).toHaveLength(8)
  })

  it('waits for a throttled function instead of losing messages', async () => {
    await start({ source: { BatchSize: 1 } }, { ReservedConcurrentExecutions: 1 })
    await sendAll(['slow', 'slow', 'slow'])
    await cloud.idle()
    expect(batches()).toHaveLength(3)
    expect(queue(true)).toMatchObject({ visible: 0 })
  })

  it('keeps the order within a FIFO group, one batch of it at a time', async () => {
    await start({ queue: { FifoQueue: true }, source: { BatchSize: 2 } })
    const bodies = Array.from({ length: 10 }, (_, at) => `${at % 2 ? 'b' : 'a'}${at}`)
    await sendAll(
      bodies,
      bodies.map((body) => body[0]!),
    )
    await cloud.idle()
    const seen = batches().flat()
    for (const group of ['a', 'b'])
      expect(seen.filter((body) => body.startsWith(group))).toEqual(bodies.filter((body) => body.startsWith(group)))
  })

  it('deletes what its filter does not want', async () => {
    await start({
      source: { FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['wanted'] } }) }] } },
    })
    await send('{"kind":"wanted"}')
    await send('{"kind":"other"}')
    await send('no JSON')
    await cloud.idle()
    expect(batches().flat()).toEqual(['{"kind":"wanted"}'])
    expect(queue()).toMatchObject({ visible: 0, inFlight: 0 })
  })

  it('stops a loop after 16 runs', async () => {
    const forward = `
      export const handler = async ({ Records: [{ body }] }) => {
        console.log('run')
        const answer = await fetch(process.env.ENDPOINT, { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage', 'x-amzn-trace-id': process.env._X_AMZN_TRACE_ID,
          authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=x' }, body: JSON.stringify({ QueueUrl: process.env.QUEUE, MessageBody: body }) })
        if (!answer.ok) throw new Error(await answer.text())
      }`
    const parts = (properties: Record<string, unknown>) =>
      merge(
        functionResources('Looper', { code: forward, statements: [consume], properties }),
        queueResources('Loop', 'Looper', { maxReceiveCount: 1 }),
      )
    const stack = parts({
      Environment: {
        Variables: {
          QUEUE: { 'Fn::Sub': 'http://127.0.0.1/${AWS::AccountId}/loop-queue' },
          ENDPOINT: 'http://127.0.0.1:0',
        },
      },
    })
    const loop = stack.resources['Loop'] as { Properties: Record<string, unknown> }
    loop.Properties['QueueName'] = 'loop-queue'
    const fn = stack.resources['Looper'] as { Properties: { Environment: { Variables: Record<string, unknown> } } }
    fn.Properties.Environment.Variables['ENDPOINT'] = { Ref: 'Loop' }
    cloud = await startEmulator({ assembly: writeAssembly(stack) })
    const queueUrl = cloud.resources().find(({ logicalId }) => logicalId === 'Loop')!.physicalId
    await sqs().send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'round' }))
    await cloud.idle()
    expect(cloud.logs({ text: 'run' }).filter(({ message }) => message === 'run')).toHaveLength(16)
    expect(cloud.logs({ level: 'ERROR' }).at(-1)?.message).toMatch(/ran 16 times because of one event/)
    expect(queue(true)).toMatchObject({ visible: 1 })
  })

  it('refuses settings that AWS refuses', async () => {
    await expect(start({ source: { BatchSize: 50 } })).rejects.toThrow(/batch size of 50 needs a batching window/)
    await expect(start({ queue: { FifoQueue: true }, source: { MaximumBatchingWindowInSeconds: 1 } })).rejects.toThrow(
      /FIFO queue allows no batching window/,
    )
    await expect(start({ source: { ScalingConfig: { MaximumConcurrency: 1 } } })).rejects.toThrow(/2 to 1000/)
  })

  it('refuses a role that may not read the queue', async () => {
    const stack = merge(functionResources('Worker', { code: worker }), queueResources('Queue', 'Worker'))
    await expect(startEmulator({ assembly: writeAssembly(stack) })).rejects.toThrow(/sqs:ReceiveMessage/)
  })
})
