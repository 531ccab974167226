import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { clientOptions, testServices } from '../fixture.ts'

async function setUp(attributes: Record<string, string> = {}, name = 'orders') {
  const services = await testServices()
  const sqs = new SQSClient(clientOptions(services))
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))
  return { ...services, client: sqs, QueueUrl: QueueUrl! }
}

test('a message goes in and comes out with its attributes, which the SDK checks against their MD5', async () => {
  const { client, QueueUrl, context } = await setUp()
  expect(QueueUrl).toBe(`${context.endpoint()}/000000000000/orders`)
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'orders' }))).QueueUrl).toBe(QueueUrl)

  const MessageAttributes = {
    kind: { DataType: 'String', StringValue: 'größe' },
    weight: { DataType: 'Number.int', StringValue: '12' },
    bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
  }
  const sent = await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: '{"total": "12 €"}',
      MessageAttributes,
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
      },
    }),
  )
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] }),
  )
  expect(Messages).toHaveLength(1)
  const [message] = Messages!
  expect(message!.MessageId).toBe(sent.MessageId)
  expect(message!.Body).toBe('{"total": "12 €"}')
  expect(message!.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes)
  expect(message!.MessageAttributes).toMatchObject({ kind: MessageAttributes.kind, weight: MessageAttributes.weight })
  expect([...message!.MessageAttributes!['bytes']!.BinaryValue!]).toEqual([0, 255, 7])
  expect(message!.Attributes).toMatchObject({
    ApproximateReceiveCount: '1',
    AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  })

  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle! }))
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' })
})

test('a received message is invisible until its visibility timeout ends, or is changed', async () => {
  const { client, QueueUrl, clock } = await setUp({ VisibilityTimeout: '10' })
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }))
  const receive = async () => (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]

  const first = await receive()
  expect(await receive()).toBeUndefined()
  await clock.advance(9_999)
  expect(await receive()).toBeUndefined()
  await clock.advance(1)
  const second = await receive()
  expect(second!.MessageId).toBe(first!.MessageId)

  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first!.ReceiptHandle! }))
  await client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: second!.ReceiptHandle!, VisibilityTimeout: 0 }),
  )
  expect((await receive())!.MessageId).toBe(first!.MessageId)
})

test('a long poll answers when a message comes', async () => {
  const { client, QueueUrl } = await setUp()
  const waiting = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))
  await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'late' }] }))
  expect((await waiting).Messages?.[0]?.Body).toBe('late')
})
