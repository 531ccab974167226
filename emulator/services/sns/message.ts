import { AwsError } from '../../errors.ts'
import type { MessageAttribute } from '../../ports.ts'
import { maximumMessageSize } from './attributes.ts'
import { invalidParameter } from './errors.ts'
import type { Topic } from './topic.ts'

export interface NewNotification {
  readonly message: string
  readonly subject?: string | undefined
  /** `json`: the message is an object with a text for each protocol. */
  readonly structure?: string | undefined
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  readonly groupId?: string | undefined
  readonly deduplicationId?: string | undefined
}

/** Throws unless Publish takes the message. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function checkNotification(topic: Topic, notification: NewNotification): void {
  const { message, subject, attributes, groupId, deduplicationId } = notification
  if (typeof message !== 'string' || message === '') throw invalidParameter('Empty message')
  if (subject !== undefined && (subject.length === 0 || subject.length > 100 || /[\n\r]/.test(subject))) {
    throw invalidParameter('Subject')
  }
  const size = Object.entries(attributes).reduce(
    (sum, [name, one]) => sum + attributeSize(name, one),
    Buffer.byteLength(message),
  )
  if (size > maximumMessageSize(topic.attributes)) throw invalidParameter('Message too long')
  if (topic.fifo && groupId === undefined)
    throw invalidParameter('The MessageGroupId parameter is required for FIFO topics')
  if (!topic.fifo && deduplicationId !== undefined) {
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    )
  }
}

function attributeSize(
  name: string,
  { DataType: type, StringValue: text, BinaryValue: binary }: MessageAttribute,
): number {
  const value = text ?? binary
  if (typeof type !== 'string' || !/^(String|String\.Array|Number|Binary)(\.|$)/.test(type)) {
    throw new AwsError(
      'ParameterValueInvalid',
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    )
  }
  if (!value) {
    throw new AwsError(
      'ParameterValueInvalid',
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    )
  }
  return (
    Buffer.byteLength(name) + Buffer.byteLength(type) + Buffer.byteLength(value, text === undefined ? 'base64' : 'utf8')
  )
}

/** What one protocol's subscribers get. */
export function textFor(protocol: string, { message, structure }: NewNotification): string {
  if (structure !== 'json') return message
  let texts: Readonly<Record<string, unknown>>
  try {
    texts = JSON.parse(message)
  } catch (cause) {
    throw Object.assign(invalidParameter('Message Structure - JSON message body failed to parse'), { cause })
  }
  const text = texts[protocol] ?? texts['default']
  if (typeof texts['default'] !== 'string' || typeof text !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body')
  }
  return text
}
