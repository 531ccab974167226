import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns'
import { expect, test } from 'vitest'
import { asRole, clientOptions, testServices } from '../fixture.ts'

const allowFrom = (topicArn: string, queueArn: string) => [
  {
    Effect: 'Allow' as const,
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
  },
]

async function setUp(topicName = 'orders', topicAttributes: Record<string, string> = {}) {
  const services = await testServices()
  const sns = new SNSClient(clientOptions(services))
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topicName, Attributes: topicAttributes }))
  const topicArn = TopicArn!
  const subscribe = async (
    name: string,
    attributes: Record<string, string> = {},
    queueAttributes: Record<string, string> = {},
  ) => {
    const { arn } = services.sqs.putQueue(name, queueAttributes)
    services.sqs.setPolicy(name, allowFrom(topicArn, arn))
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arn, Attributes: attributes }))
    return { arn, receive: () => services.sqs.receive(arn, { max: 10 }) }
  }
  return { ...services, client: sns, topicArn, subscribe }
}

test('each subscriber gets the message; raw delivery gives the message itself with its attributes', async () => {
  const { client, topicArn, subscribe } = await setUp()
  const plain = await subscribe('plain')
  const raw = await subscribe('raw', { RawMessageDelivery: 'true' })
  const { MessageId } = await client.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: 'größe <&> "x"\r\n',
      Subject: 'hello',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'a' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
      },
    }),
  )
  const notification = JSON.parse(plain.receive()[0]!.body)
  expect(notification).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn: topicArn,
    Subject: 'hello',
    Message: 'größe <&> "x"\r\n',
    MessageAttributes: { kind: { Type: 'String', Value: 'a' }, bytes: { Type: 'Binary', Value: 'AQI=' } },
  })
  const [message] = raw.receive()
  expect(message!.body).toBe('größe <&> "x"\r\n')
  expect(message!.messageAttributes['kind']).toEqual({ DataType: 'String', StringValue: 'a' })
})

test('a filter policy decides by attributes, or by the body', async () => {
  const { client, topicArn, subscribe } = await setUp()
  const eu = await subscribe('eu', {
    RawMessageDelivery: 'true',
    FilterPolicy: JSON.stringify({ region: [{ prefix: 'eu-' }] }),
  })
  const large = await subscribe('large', {
    RawMessageDelivery: 'true',
    FilterPolicyScope: 'MessageBody',
    FilterPolicy: JSON.stringify({ order: { total: [{ numeric: ['>', 100] }] } }),
  })
  const entry = (Id: string, region: string, total: number) => ({
    Id,
    Message: JSON.stringify({ id: Id, order: { total } }),
    MessageAttributes: { region: { DataType: 'String', StringValue: region } },
  })
  const { Successful } = await client.send(
    new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: [entry('a', 'eu-west-1', 50), entry('b', 'us-east-1', 500)],
    }),
  )
  expect(Successful).toHaveLength(2)
  const ids = (messages: readonly { body: string }[]) => messages.map(({ body }) => JSON.parse(body).id)
  expect(ids(eu.receive())).toEqual(['a'])
  expect(ids(large.receive())).toEqual(['b'])
})

test('a FIFO topic keeps order and drops duplicates for five minutes', async () => {
  const { client, topicArn, subscribe, clock } = await setUp('orders.fifo', {
    FifoTopic: 'true',
    ContentBasedDeduplication: 'true',
  })
  const queue = await subscribe(
    'q.fifo',
    { RawMessageDelivery: 'true' },
    { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
  )
  const publish = (Message: string) =>
    client.send(new PublishCommand({ TopicArn: topicArn, Message, MessageGroupId: 'g' }))
  const first = await publish('one')
  expect((await publish('one')).MessageId).toBe(first.MessageId)
  await publish('two')
  const messages = queue.receive()
  expect(messages.map(({ body }) => body)).toEqual(['one', 'two'])
  expect(messages[0]!.attributes['MessageGroupId']).toBe('g')
  await clock.advance(5 * 60_000)
  expect((await publish('one')).MessageId).not.toBe(first.MessageId)
})

test('without the queue policy nothing is delivered, and the observer hears why', async () => {
  const { client, topicArn, subscribe, sqs, activities } = await setUp()
  const queue = await subscribe('orders')
  sqs.setPolicy('orders', [])
  await client.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' }))
  expect(queue.receive()).toEqual([])
  const refused = activities.find(({ error }) => error !== undefined)
  expect(refused).toMatchObject({
    service: 'sqs',
    action: 'SendMessage',
    resource: queue.arn,
    error: { code: 'AccessDenied' },
  })
})

test('a function gets the SNS event', async () => {
  const { client, topicArn, setInvoke } = await setUp()
  const invoked: string[] = []
  setInvoke((arn, payload) => invoked.push(`${arn} ${payload}`))
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f'
  await client.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'lambda', Endpoint: functionArn }))
  await client.send(new PublishCommand({ TopicArn: topicArn, Message: 'hello' }))
  expect(invoked).toHaveLength(1)
  expect(JSON.parse(invoked[0]!.slice(functionArn.length + 1)).Records[0]).toMatchObject({
    EventSource: 'aws:sns',
    Sns: { TopicArn: topicArn, Message: 'hello' },
  })
})

test.each([
  [
    'a topic that is not there',
    { TopicArn: 'arn:aws:sns:us-east-1:000000000000:none', Message: 'x' },
    'NotFoundException',
  ],
  ['an empty message', { Message: '' }, 'InvalidParameterException'],
  ['a message over 256 KiB', { Message: 'x'.repeat(262_145) }, 'InvalidParameterException'],
  [
    'an attribute without a value',
    { Message: 'x', MessageAttributes: { a: { DataType: 'String' } } },
    'InvalidParameterValueException',
  ],
])('Publish refuses %s', async (_what, input, name) => {
  const { client, topicArn } = await setUp()
  await expect(client.send(new PublishCommand({ TopicArn: topicArn, ...input }))).rejects.toMatchObject({ name })
})

test('a topic takes messages as large as it says', async () => {
  const { client, topicArn, subscribe } = await setUp('large', { MaximumMessageSize: '1048576' })
  const queue = await subscribe('q', { RawMessageDelivery: 'true' })
  await client.send(new PublishCommand({ TopicArn: topicArn, Message: 'x'.repeat(1_048_576) }))
  expect(queue.receive()[0]!.body).toHaveLength(1_048_576)
  const tooLong = client.send(new PublishCommand({ TopicArn: topicArn, Message: 'x'.repeat(1_048_577) }))
  await expect(tooLong).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('what a subscription cannot deliver goes to its dead-letter queue', async () => {
  const { client, topicArn, subscribe, sqs } = await setUp()
  const dead = await subscribe('dead', { FilterPolicy: '{"none":["x"]}' })
  await subscribe('gone', {
    RawMessageDelivery: 'true',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
  })
  sqs.deleteQueue('gone')
  await client.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' }))
  expect(dead.receive().map(({ body }) => body)).toEqual(['x'])
})

test('a template puts, changes and deletes its subscriptions', async () => {
  const { client, topicArn, sns, sqs } = await setUp()
  const { arn } = sqs.putQueue('q', {})
  sqs.setPolicy('q', allowFrom(topicArn, arn))
  const put = (attributes: Record<string, string>) =>
    sns.putSubscription(`${topicArn}:id`, { topicArn, protocol: 'sqs', endpoint: arn, attributes })
  const publish = (Message: string) => client.send(new PublishCommand({ TopicArn: topicArn, Message }))
  put({})
  put({ RawMessageDelivery: 'true' })
  await publish('once')
  expect(sqs.receive(arn, { max: 10 }).map(({ body }) => body)).toEqual(['once'])
  const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))
  expect(Subscriptions).toMatchObject([{ SubscriptionArn: `${topicArn}:id`, Endpoint: arn }])
  sns.deleteSubscription(`${topicArn}:id`)
  await publish('gone')
  expect(sqs.depth(arn).visible).toBe(0)
})

test('a bad filter policy is refused by name', async () => {
  const { subscribe } = await setUp()
  await expect(subscribe('q', { FilterPolicy: '{"a":[{"like":"b"}]}' })).rejects.toThrow(/unknown operator like/)
})

test('a role without the permission is told which one it lacks', async () => {
  const { topicArn, ...services } = await setUp()
  const sns = new SNSClient(asRole(services, [{ Effect: 'Allow', Action: 'sns:Publish', Resource: `${topicArn}x` }]))
  await expect(sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' }))).rejects.toMatchObject({
    name: 'AuthorizationErrorException',
    message: `User: arn:aws:sts::000000000000:assumed-role/test-role/test-function is not authorized to perform: sns:Publish on resource: ${topicArn} because no identity-based policy allows the sns:Publish action (step "test step")`,
  })
})
