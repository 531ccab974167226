import {
  CancelMessageMoveTaskCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { clientOptions, testServices } from '../fixture.ts'

async function setUp(maxReceiveCount = 2) {
  const services = await testServices()
  const client = new SQSClient(clientOptions(services))
  const dead = services.sqs.putQueue('dead', {})
  const source = services.sqs.putQueue('source', {
    VisibilityTimeout: '10',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount }),
  })
  const bury = async (...bodies: string[]) => {
    for (const body of bodies)
      services.sqs.send(source.arn, { body, traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' })
    for (let count = 0; count <= maxReceiveCount; count++) {
      services.sqs.receive(source.arn, { max: 10 })
      await services.clock.advance(10_000)
    }
  }
  return { ...services, client, dead, source, bury }
}

test('a message received once too often goes to the dead-letter queue, with what it was', async () => {
  const { sqs, source, dead, clock } = await setUp(2)
  const id = sqs.send(source.arn, { body: 'bad', traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' })
  for (const count of ['1', '2']) {
    expect(sqs.receive(source.arn, { max: 1 })[0]!.attributes['ApproximateReceiveCount']).toBe(count)
    await clock.advance(10_000)
  }
  expect(sqs.depth(dead.arn).visible).toBe(0)
  expect(sqs.receive(source.arn, { max: 1 })).toEqual([])
  expect(sqs.receive(dead.arn, { max: 1 })[0]).toMatchObject({
    messageId: id,
    body: 'bad',
    attributes: {
      DeadLetterQueueSourceArn: source.arn,
      ApproximateReceiveCount: '3',
      AWSTraceHeader: expect.any(String),
    },
  })
})

test('who listens to the dead-letter queue hears of it', async () => {
  const { sqs, dead, bury } = await setUp(1)
  let heard = 0
  sqs.onAvailable(dead.arn, () => heard++)
  await bury('a')
  expect(heard).toBeGreaterThan(0)
})

test('a move task takes dead letters back as new messages', async () => {
  const { client, sqs, source, dead, bury } = await setUp()
  await bury('a', 'b')
  const [before] = sqs.peek(dead.arn, { offset: 0, limit: 1 })
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }))
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }))
  expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2 }])
  const messages = sqs.receive(source.arn, { max: 10 })
  expect(messages.map(({ body }) => body)).toEqual(['a', 'b'])
  expect(messages[0]!.messageId).not.toBe(before!.messageId)
  expect(messages[0]!.attributes['ApproximateReceiveCount']).toBe('1')
})

test('a slow move task can be cancelled', async () => {
  const { client, sqs, dead, bury, clock } = await setUp()
  await bury('a', 'b', 'c', 'd')
  const { TaskHandle } = await client.send(
    new StartMessageMoveTaskCommand({ SourceArn: dead.arn, MaxNumberOfMessagesPerSecond: 1 }),
  )
  await clock.advance(1_000)
  expect((await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).ApproximateNumberOfMessagesMoved).toBe(2)
  await clock.advance(10_000)
  expect(sqs.depth(dead.arn).visible).toBe(2)
})

test('a message sent to the dead-letter queue directly has no source: AWS fails, the Workbench takes it to the only one', async () => {
  const { client, sqs, source, dead } = await setUp()
  sqs.send(dead.arn, { body: 'invalid input' })
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }))
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: dead.arn }))
  expect(Results).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }])
  expect(sqs.redrive(dead.arn)).toBe(1)
  expect(sqs.receive(source.arn, { max: 1 })[0]!.body).toBe('invalid input')
})

test('only the chosen messages are redriven', async () => {
  const { sqs, source, dead, bury } = await setUp()
  await bury('a', 'b')
  const chosen = sqs.peek(dead.arn, { offset: 0, limit: 10 }).find(({ body }) => body === 'b')!
  expect(sqs.redrive(dead.arn, [chosen.messageId])).toBe(1)
  expect(sqs.receive(source.arn, { max: 10 }).map(({ body }) => body)).toEqual(['b'])
  expect(sqs.depth(dead.arn).visible).toBe(1)
})

test('a dead-letter queue knows whose it is', async () => {
  const { client, source, dead } = await setUp()
  const { queueUrls } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }))
  expect(queueUrls).toEqual([source.url])
})
