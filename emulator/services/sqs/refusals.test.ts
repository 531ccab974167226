import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { beforeAll, expect, test } from 'vitest'
import type { Services } from '../../ports.ts'
import { clientOptions } from '../fixture.ts'
import { manualClock, startServices } from '../index.ts'

let services: Services
let client: SQSClient

beforeAll(async () => {
  services = await startServices({ clock: manualClock() })
  services.sqs.putQueue('q', {})
  services.sqs.putQueue('q.fifo', { FifoQueue: 'true' })
  client = new SQSClient(clientOptions(services))
  return () => services.stop()
})

const url = (name: string) => `${services.context.endpoint()}/000000000000/${name}`
const send =
  (more: object, queue = 'q') =>
  () =>
    new SendMessageCommand({ QueueUrl: url(queue), MessageBody: 'x', ...more })
const attributes = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'v' }]),
  )
const batch =
  (count: number, more: object = {}) =>
  () =>
    new SendMessageBatchCommand({
      QueueUrl: url('q'),
      Entries: Array.from({ length: count }, (_, index) => ({ Id: String(index), MessageBody: 'x', ...more })),
    })
const create =
  (QueueName: string, Attributes: Record<string, string> = {}) =>
  () =>
    new CreateQueueCommand({ QueueName, Attributes })

test.each<[string, () => unknown, string]>([
  ['a queue that is not there', send({}, 'missing'), 'QueueDoesNotExist'],
  ['an empty body', send({ MessageBody: '' }), 'MissingParameter'],
  ['a body over 1 MiB', send({ MessageBody: 'x'.repeat(1_048_577) }), 'InvalidParameterValue'],
  ['a body whose UTF-8 is over 1 MiB', send({ MessageBody: 'é'.repeat(524_289) }), 'InvalidParameterValue'],
  ['a control character', send({ MessageBody: 'a\u0000b' }), 'InvalidMessageContents'],
  ['eleven attributes', send({ MessageAttributes: attributes(11) }), 'InvalidParameterValue'],
  [
    'an attribute name of AWS',
    send({ MessageAttributes: { 'AWS.x': { DataType: 'String', StringValue: 'v' } } }),
    'InvalidParameterValue',
  ],
  [
    'an unknown type',
    send({ MessageAttributes: { x: { DataType: 'Date', StringValue: 'v' } } }),
    'InvalidParameterValue',
  ],
  [
    'an empty attribute',
    send({ MessageAttributes: { x: { DataType: 'String', StringValue: '' } } }),
    'InvalidParameterValue',
  ],
  ['a delay over 15 minutes', send({ DelaySeconds: 901 }), 'InvalidParameterValue'],
  ['a FIFO message without group', send({}, 'q.fifo'), 'MissingParameter'],
  ['a FIFO message without deduplication', send({ MessageGroupId: 'g' }, 'q.fifo'), 'InvalidParameterValue'],
  [
    'a delay on a FIFO message',
    send({ MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 1 }, 'q.fifo'),
    'InvalidParameterValue',
  ],
  ['a deduplication id on a standard queue', send({ MessageDeduplicationId: 'd' }), 'InvalidParameterValue'],
  ['an empty batch', batch(0), 'EmptyBatchRequest'],
  ['a batch of eleven', batch(11), 'TooManyEntriesInBatchRequest'],
  ['a batch with an id twice', batch(2, { Id: 'a' }), 'BatchEntryIdsNotDistinct'],
  ['a batch with a bad id', batch(1, { Id: 'a b' }), 'InvalidBatchEntryId'],
  ['a batch over 1 MiB', batch(2, { MessageBody: 'x'.repeat(600_000) }), 'BatchRequestTooLong'],
  [
    'eleven messages',
    () => new ReceiveMessageCommand({ QueueUrl: url('q'), MaxNumberOfMessages: 11 }),
    'InvalidParameterValue',
  ],
  [
    'a wait of 21 s',
    () => new ReceiveMessageCommand({ QueueUrl: url('q'), WaitTimeSeconds: 21 }),
    'InvalidParameterValue',
  ],
  [
    'no receipt handle',
    () => new DeleteMessageCommand({ QueueUrl: url('q'), ReceiptHandle: 'nonsense' }),
    'ReceiptHandleIsInvalid',
  ],
  [
    'a visibility over 12 hours',
    () => new ChangeMessageVisibilityCommand({ QueueUrl: url('q'), ReceiptHandle: 'x', VisibilityTimeout: 43_201 }),
    'InvalidParameterValue',
  ],
  [
    'an unknown attribute',
    () => new GetQueueAttributesCommand({ QueueUrl: url('q'), AttributeNames: ['Nope' as 'All'] }),
    'InvalidAttributeName',
  ],
  ['a queue name with a dot', create('a.b'), 'InvalidParameterValue'],
  ['a FIFO name without FIFO', create('a.fifo'), 'InvalidParameterValue'],
  ['an existing queue with other attributes', create('q', { VisibilityTimeout: '1' }), 'QueueNameExists'],
  ['a visibility of a queue over 12 hours', create('new', { VisibilityTimeout: '43201' }), 'InvalidAttributeValue'],
  ['a made-up queue attribute', create('new', { Colour: 'red' }), 'InvalidAttributeName'],
  [
    'a dead-letter queue that is not there',
    create('new', {
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:none","maxReceiveCount":3}',
    }),
    'InvalidParameterValue',
  ],
  [
    'a dead-letter queue of another type',
    create('new', {
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:q.fifo","maxReceiveCount":3}',
    }),
    'InvalidParameterValue',
  ],
])('SQS refuses %s', async (_what, command, name) => {
  await expect(client.send(command() as SendMessageCommand)).rejects.toMatchObject({ name })
})

test('an error carries the code of the Query protocol too', async () => {
  const error = await client.send(send({}, 'missing')()).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  })
})

test('a queue is purged once a minute', async () => {
  await client.send(new PurgeQueueCommand({ QueueUrl: url('q') }))
  await expect(client.send(new PurgeQueueCommand({ QueueUrl: url('q') }))).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
  })
})
