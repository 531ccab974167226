import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge'
import { expect, test } from 'vitest'
import { asRole, clientOptions, testServices } from '../fixture.ts'

const fromEvents = (queueArn: string) => [
  {
    Effect: 'Allow' as const,
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
  },
]

async function setUp() {
  const services = await testServices()
  const client = new EventBridgeClient(clientOptions(services))
  const queue = (name: string) => {
    const { arn } = services.sqs.putQueue(name, {})
    services.sqs.setPolicy(name, fromEvents(arn))
    return { arn, receive: () => services.sqs.receive(arn, { max: 10 }).map(({ body }) => body) }
  }
  return { ...services, client, queue }
}

test('an event goes to the targets of the rules that match it', async () => {
  const { client, queue, events } = await setUp()
  const orders = queue('orders')
  const others = queue('others')
  events.putBus('shop')
  events.putRule('orders', {
    bus: 'shop',
    pattern: { source: ['shop'], 'detail-type': [{ prefix: 'order.' }], detail: { total: [{ numeric: ['>', 10] }] } },
    state: 'ENABLED',
    targets: [{ id: 'q', arn: orders.arn }],
  })
  events.putRule('others', {
    bus: 'shop',
    pattern: { source: ['else'] },
    state: 'ENABLED',
    targets: [{ id: 'q', arn: others.arn }],
  })
  const entry = (total: number) => ({
    EventBusName: 'shop',
    Source: 'shop',
    DetailType: 'order.created',
    Detail: JSON.stringify({ total }),
  })
  const answer = await client.send(new PutEventsCommand({ Entries: [entry(5), entry(50)] }))
  expect(answer.FailedEntryCount).toBe(0)
  const [event, ...more] = orders.receive().map((body) => JSON.parse(body))
  expect(more).toEqual([])
  expect(event).toMatchObject({
    version: '0',
    id: answer.Entries![1]!.EventId,
    source: 'shop',
    'detail-type': 'order.created',
    detail: { total: 50 },
  })
  expect(others.receive()).toEqual([])
})

test('a rule made over the wire transforms the input of its target', async () => {
  const { client, queue } = await setUp()
  const { arn, receive } = queue('q')
  await client.send(new CreateEventBusCommand({ Name: 'wire' }))
  await client.send(new PutRuleCommand({ Name: 'r', EventBusName: 'wire', EventPattern: '{"source":["a"]}' }))
  await client.send(
    new PutTargetsCommand({
      Rule: 'r',
      EventBusName: 'wire',
      Targets: [
        {
          Id: '1',
          Arn: arn,
          InputTransformer: {
            InputPathsMap: { who: '$.detail.who', all: '$.detail.items[*].id' },
            InputTemplate: '{"who": <who>, "text": "<who> has \\"<all>\\"", "rule": "<aws.events.rule-name>"}',
          },
        },
        { Id: '2', Arn: arn, InputPath: '$.detail.items[1]' },
      ],
    }),
  )
  await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: 'wire',
          Source: 'a',
          DetailType: 't',
          Detail: '{"who":"Å \\"B\\"","items":[{"id":1},{"id":2}]}',
        },
      ],
    }),
  )
  const [transformed, part] = receive()
  expect(JSON.parse(transformed!)).toEqual({ who: 'Å "B"', text: 'Å "B" has "[1,2]"', rule: 'r' })
  expect(part).toBe('{"id":2}')
})

test('what cannot be delivered goes to the dead-letter queue of the target', async () => {
  const { client, queue, events, sqs } = await setUp()
  const dead = queue('dead')
  const target = { id: 'q', arn: 'arn:aws:sqs:us-east-1:000000000000:missing', deadLetterArn: dead.arn }
  events.putRule('r', { bus: 'default', pattern: { source: ['a'] }, state: 'ENABLED', targets: [target] })
  await client.send(new PutEventsCommand({ Entries: [{ Source: 'a', DetailType: 't', Detail: '{"x":1}' }] }))
  const [message] = sqs.receive(dead.arn, { max: 1 })
  expect(JSON.parse(message!.body).detail).toEqual({ x: 1 })
  expect(message!.messageAttributes['ErrorCode']!.StringValue).toBe('QueueDoesNotExist')
})

test.each([
  ['no source', { DetailType: 't', Detail: '{}' }, 'InvalidArgument'],
  ['a detail that is no object', { Source: 'a', DetailType: 't', Detail: '[1]' }, 'MalformedDetail'],
  ['a detail that is no JSON', { Source: 'a', DetailType: 't', Detail: '{' }, 'MalformedDetail'],
])('an entry with %s fails for itself', async (_what, entry, ErrorCode) => {
  const { client } = await setUp()
  const answer = await client.send(
    new PutEventsCommand({ Entries: [entry, { Source: 'a', DetailType: 't', Detail: '{}' }] }),
  )
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode }, { EventId: expect.any(String) }] })
})

test('a role may put events on the bus it is allowed to, and not in the name of AWS', async () => {
  const { events, ...services } = await setUp()
  const { arn } = events.putBus('shop')
  const client = new EventBridgeClient(
    asRole({ events, ...services }, [
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: arn,
        Condition: { StringEquals: { 'events:source': ['shop', 'aws.s3'] } },
      },
    ]),
  )
  const put = (EventBusName: string, Source: string) =>
    client.send(new PutEventsCommand({ Entries: [{ EventBusName, Source, DetailType: 't', Detail: '{}' }] }))
  expect((await put('shop', 'shop')).FailedEntryCount).toBe(0)
  expect((await put('shop', 'aws.s3')).Entries![0]!.ErrorCode).toBe('NotAuthorizedForSourceException')
  await expect(put('default', 'shop')).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await expect(put('shop', 'other')).rejects.toThrow(/events:PutEvents on resource: .*event-bus\/shop/)
})

test('a pattern that says nothing sensible is refused', async () => {
  const { client } = await setUp()
  const ask = (EventPattern: string) =>
    client.send(new TestEventPatternCommand({ EventPattern, Event: '{"source":"a"}' }))
  expect((await ask('{"source":["a"]}')).Result).toBe(true)
  await expect(ask('{"source":[{"begins":"a"}]}')).rejects.toMatchObject({ name: 'InvalidEventPatternException' })
})
