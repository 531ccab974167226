import type { MessageAttribute } from '../../ports.ts'
import type { Subscription, Topic } from './topic.ts'

/** A message as a topic published it. */
export interface Published {
  readonly messageId: string
  /** FIFO topics only. */
  readonly sequenceNumber?: string
  readonly message: string
  readonly subject?: string | undefined
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  readonly groupId?: string | undefined
  readonly deduplicationId?: string | undefined
  readonly traceHeader?: string | undefined
  /** ms since 1970 */
  readonly time: number
}

const attributesOf = ({ attributes }: Published) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? BinaryValue },
    ]),
  )

/** The JSON text that a queue gets without raw delivery. https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
export function notificationBody(
  published: Published,
  topic: Topic,
  subscription: Subscription,
  endpoint: string,
): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: published.messageId,
    ...(published.sequenceNumber !== undefined && { SequenceNumber: published.sequenceNumber }),
    TopicArn: topic.arn,
    ...(published.subject !== undefined && { Subject: published.subject }),
    Message: published.message,
    Timestamp: new Date(published.time).toISOString(),
    ...(!topic.fifo && { SignatureVersion: '1', Signature: 'EXAMPLE', SigningCertURL: `${endpoint}/sns.pem` }),
    UnsubscribeURL: unsubscribeUrl(subscription, endpoint),
    ...(Object.keys(published.attributes).length > 0 && { MessageAttributes: attributesOf(published) }),
  })
}

/** The event that a function gets. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function notificationEvent(
  published: Published,
  topic: Topic,
  subscription: Subscription,
  endpoint: string,
): string {
  const Sns = {
    Type: 'Notification',
    MessageId: published.messageId,
    TopicArn: topic.arn,
    Subject: published.subject ?? null,
    Message: published.message,
    Timestamp: new Date(published.time).toISOString(),
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertUrl: `${endpoint}/sns.pem`,
    UnsubscribeUrl: unsubscribeUrl(subscription, endpoint),
    MessageAttributes: attributesOf(published),
  }
  return JSON.stringify({
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription.arn, Sns }],
  })
}

const unsubscribeUrl = (subscription: Subscription, endpoint: string) =>
  `${endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`
