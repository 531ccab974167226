/** What a fake AWS was told to send, whatever service and batching it went by. */
import type { RecordedCall } from './fake-aws.ts'

export interface SentMessage {
  /** ARN of the queue, topic or bus. */
  readonly to: string
  readonly body: string
  readonly groupId?: string
  readonly deduplicationId?: string
  readonly delaySeconds?: number
  readonly attributes?: Record<string, string>
  readonly source?: string
  readonly detailType?: string
}

type Entry = Record<string, unknown>

export function sentMessages(calls: readonly RecordedCall[]): SentMessage[] {
  return calls
    .filter(({ status }) => status === 200)
    .flatMap(({ action, input }) => {
      switch (action) {
        case 'SendMessage':
          return [ofQueue(input['QueueUrl'], input)]
        case 'SendMessageBatch':
          return (input['Entries'] as Entry[]).map((entry) => ofQueue(input['QueueUrl'], entry))
        case 'PublishBatch':
          return published(input as Record<string, string>)
        case 'PutEvents':
          return (input['Entries'] as Entry[]).map(ofBus)
        default:
          return []
      }
    })
}

/** Receipt handle and seconds of each change of a message's visibility. */
export function visibilityChanges(calls: readonly RecordedCall[]): [handle: string, seconds: number][] {
  return calls
    .filter(({ action, status }) => action === 'ChangeMessageVisibilityBatch' && status === 200)
    .flatMap(({ input }) => input['Entries'] as { ReceiptHandle: string; VisibilityTimeout: number }[])
    .map(({ ReceiptHandle, VisibilityTimeout }) => [ReceiptHandle, VisibilityTimeout])
}

function ofQueue(url: unknown, entry: Entry): SentMessage {
  const [account, name] = String(url).split('/').slice(-2)
  const attributes = entry['MessageAttributes'] as Record<string, { StringValue: string }> | undefined
  return present({
    to: `arn:aws:sqs:eu-north-1:${account}:${name}`,
    body: entry['MessageBody'],
    groupId: entry['MessageGroupId'],
    deduplicationId: entry['MessageDeduplicationId'],
    delaySeconds: entry['DelaySeconds'],
    attributes:
      attributes &&
      Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue])),
  })
}

function published(fields: Record<string, string>): SentMessage[] {
  const messages: SentMessage[] = []
  for (let n = 1; fields[`PublishBatchRequestEntries.member.${n}.Id`]; n++) {
    const field = (name: string) => fields[`PublishBatchRequestEntries.member.${n}.${name}`]
    messages.push(
      present({
        to: fields['TopicArn'],
        body: field('Message'),
        groupId: field('MessageGroupId'),
        deduplicationId: field('MessageDeduplicationId'),
      }),
    )
  }
  return messages
}

function ofBus(entry: Entry): SentMessage {
  return present({
    to: entry['EventBusName'],
    body: entry['Detail'],
    source: entry['Source'],
    detailType: entry['DetailType'],
  })
}

function present(fields: Record<string, unknown>): SentMessage {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as SentMessage
}
