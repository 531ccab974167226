import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { clientOptions, testServices } from '../fixture.ts'

const bodies = (messages: readonly { readonly body: string }[]) => messages.map(({ body }) => body)

test('a delayed message comes when its time has come, and listeners hear of it then', async () => {
  const { sqs, clock } = await testServices()
  const { arn } = sqs.putQueue('q', { DelaySeconds: '5' })
  let heard = 0
  sqs.onAvailable(arn, () => heard++)
  sqs.send(arn, { body: 'queue delay' })
  sqs.send(arn, { body: 'own delay', delaySeconds: 10 })
  expect(sqs.depth(arn)).toMatchObject({ visible: 0, delayed: 2 })
  expect(sqs.receive(arn, { max: 10 })).toEqual([])
  await clock.advance(5_000)
  expect(heard).toBe(1)
  expect(bodies(sqs.receive(arn, { max: 10 }))).toEqual(['queue delay'])
  await clock.advance(5_000)
  expect(heard).toBe(2)
  expect(bodies(sqs.receive(arn, { max: 10 }))).toEqual(['own delay'])
})

test('whoever listens to a queue hears nothing of its end', async () => {
  const { sqs } = await testServices()
  const { arn } = sqs.putQueue('q', {})
  let heard = 0
  sqs.onAvailable(arn, () => heard++)
  sqs.send(arn, { body: 'x' })
  await Promise.resolve()
  expect(heard).toBe(1)
  sqs.deleteQueue('q')
  await Promise.resolve()
  expect(heard).toBe(1)
})

test('messages older than the retention period are gone', async () => {
  const { sqs, clock } = await testServices()
  const { arn } = sqs.putQueue('q', { MessageRetentionPeriod: '60' })
  sqs.send(arn, { body: 'old' })
  await clock.advance(30_000)
  sqs.send(arn, { body: 'young' })
  await clock.advance(30_001)
  expect(bodies(sqs.receive(arn, { max: 10 }))).toEqual(['young'])
})

test('a handle whose time is over changes nothing, that of a deleted message is refused', async () => {
  const { sqs, clock } = await testServices()
  const { arn } = sqs.putQueue('q', { VisibilityTimeout: '10' })
  sqs.send(arn, { body: 'x' })
  const [first] = sqs.receive(arn, { max: 1 })
  await clock.advance(10_000)
  sqs.changeVisibility(arn, first!.receiptHandle, 100)
  expect(sqs.depth(arn).visible).toBe(1)
  const [second] = sqs.receive(arn, { max: 1 })
  sqs.delete(arn, second!.receiptHandle)
  expect(() => sqs.changeVisibility(arn, second!.receiptHandle, 1)).toThrow(
    /not available for visibility timeout change/,
  )
})

test('a message that is extended stays invisible', async () => {
  const { sqs, clock } = await testServices()
  const { arn } = sqs.putQueue('q', { VisibilityTimeout: '10' })
  sqs.send(arn, { body: 'x' })
  const [message] = sqs.receive(arn, { max: 1 })
  await clock.advance(9_000)
  sqs.changeVisibility(arn, message!.receiptHandle, 60)
  await clock.advance(59_999)
  expect(sqs.depth(arn)).toMatchObject({ visible: 0, inFlight: 1 })
  await clock.advance(1)
  expect(sqs.depth(arn)).toMatchObject({ visible: 1, inFlight: 0 })
})

test('a noisy group of a standard queue waits for the quiet ones', async () => {
  const { sqs } = await testServices()
  const { arn } = sqs.putQueue('q', {})
  for (let count = 0; count < 30; count++) sqs.send(arn, { body: `noisy ${count}`, groupId: 'noisy' })
  sqs.send(arn, { body: 'quiet', groupId: 'quiet' })
  sqs.receive(arn, { max: 10 })
  expect(bodies(sqs.receive(arn, { max: 2 }))).toEqual(['quiet', 'noisy 10'])
})

test('the deduplication scope of a FIFO queue may be its groups', async () => {
  const { sqs } = await testServices()
  const { arn } = sqs.putQueue('q.fifo', {
    FifoQueue: 'true',
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  })
  const ids = ['a', 'b', 'a'].map((groupId) => sqs.send(arn, { body: 'x', groupId, deduplicationId: 'same' }))
  expect(ids[0]).toBe(ids[2])
  expect(sqs.depth(arn).visible).toBe(2)
})

test('putting a queue again changes its attributes and keeps its messages', async () => {
  const { sqs, clock } = await testServices()
  const { arn } = sqs.putQueue('q', { VisibilityTimeout: '10', DelaySeconds: '7' })
  sqs.send(arn, { body: 'x', delaySeconds: 0 })
  sqs.putQueue('q', { VisibilityTimeout: '20' })
  sqs.send(arn, { body: 'y' })
  expect(sqs.receive(arn, { max: 10 })).toHaveLength(2)
  await clock.advance(19_999)
  expect(sqs.depth(arn).inFlight).toBe(2)
})

test('peek shows all states and takes nothing', async () => {
  const { sqs } = await testServices()
  const { arn } = sqs.putQueue('q', {})
  for (const body of ['a', 'b']) sqs.send(arn, { body })
  sqs.send(arn, { body: 'c', delaySeconds: 5 })
  sqs.receive(arn, { max: 1 })
  const states = sqs.peek(arn, { offset: 0, limit: 10 }).map(({ body, state }) => [body, state])
  expect(states).toEqual([
    ['a', 'inFlight'],
    ['b', 'visible'],
    ['c', 'delayed'],
  ])
  expect(sqs.peek(arn, { offset: 1, limit: 1 }).map(({ body }) => body)).toEqual(['b'])
})

test('a long poll ends when its queue is deleted', async () => {
  const services = await testServices()
  const client = new SQSClient(clientOptions(services))
  const { url } = services.sqs.putQueue('q', {})
  const waiting = client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }))
  const listening = client.send(new GetQueueUrlCommand({ QueueName: 'q' }))
  await listening
  services.sqs.deleteQueue('q')
  expect((await waiting).Messages).toBeUndefined()
})
