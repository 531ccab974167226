import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { realClock, startServices } from '../../emulator/services/index.ts'
import { redrive } from './dlq.ts'
import { show } from './show.ts'

let services: Awaited<ReturnType<typeof startServices>>
let client: SQSClient
let url: string
let source: string

beforeAll(async () => {
  services = await startServices({ clock: realClock() })
  client = new SQSClient({
    endpoint: services.context.endpoint(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  url = (await client.send(new CreateQueueCommand({ QueueName: 'dead' }))).QueueUrl!
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  )
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes!.QueueArn, maxReceiveCount: 3 })
  source = (await client.send(new CreateQueueCommand({ QueueName: 'orders', Attributes: { RedrivePolicy } }))).QueueUrl!
  // As the runtime refuses: sent to the dead-letter queue directly, so SQS knows of no source.
  const attribute = (text: string) => ({ DataType: 'String', StringValue: text })
  await client.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: '{"v":1,"id":"a","topic":"order.created","traceId":"1-5759e988-bd862e3fe1be46a994272793","data":{}}',
      MessageAttributes: { 'motia.reason': attribute('orderId: expected text'), 'motia.step': attribute('orders') },
    }),
  )
})

afterAll(async () => {
  client.destroy()
  await services.stop()
})

async function printed(work: () => Promise<number>): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    expect(await work()).toBe(0)
    return log.mock.calls.flat().join('\n')
  } finally {
    log.mockRestore()
  }
}

test('shows why a message is dead, and leaves it where it is', async () => {
  const queue = { step: 'orders', client, url, logGroup: undefined, target: { client: {}, flags: [] } }
  expect(JSON.parse(await printed(() => show(queue, 10, true)))).toMatchObject([
    { topic: 'order.created', traceId: '1-5759e988-bd862e3fe1be46a994272793', reason: 'orderId: expected text' },
  ])
  expect(await printed(() => show(queue, 10, false))).toContain('orderId: expected text')
})

test('redrives what the runtime refused', async () => {
  expect(JSON.parse(await printed(() => redrive({ step: 'orders', client, url, source }, true)))).toMatchObject({
    step: 'orders',
  })
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: source, WaitTimeSeconds: 10 }))
  expect(Messages?.[0]?.Body).toContain('order.created')
  await vi.waitFor(async () => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
    )
    expect(Attributes?.ApproximateNumberOfMessages).toBe('0')
  })
})

test('a Step without a queue has nothing to redrive into', async () => {
  await expect(redrive({ step: 'nightly', client, url, source: undefined }, true)).rejects.toThrow(
    /nightly.*motia-aws invoke/,
  )
})
