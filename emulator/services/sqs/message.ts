import { Buffer } from 'node:buffer'
import { AwsError } from '../../errors.ts'
import type { MessageAttribute } from '../../ports.ts'
import { invalidParameter, missingParameter } from './errors.ts'

type MessageAttributes = Readonly<Record<string, MessageAttribute>>

/** XML 1.0's characters; SQS takes no others. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

/** Throws unless body and attributes are what SendMessage takes; returns their size in bytes. */
export function checkMessage(body: unknown, attributes: MessageAttributes): number {
  if (typeof body !== 'string' || body === '') throw missingParameter('MessageBody')
  if (FORBIDDEN.test(body)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    )
  }
  const entries = Object.entries(attributes)
  if (entries.length > 10) {
    throw invalidParameter(
      'Number of message attributes [%d] exceeds the allowed maximum [10].'.replace('%d', String(entries.length)),
    )
  }
  return entries.reduce(
    (size, [name, attribute]) => size + checkMessageAttribute(name, attribute),
    Buffer.byteLength(body),
  )
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
function checkMessageAttribute(name: string, attribute: MessageAttribute): number {
  const { DataType: type, StringValue: text, BinaryValue: binary } = attribute
  if (!/^[\w.-]{1,256}$/.test(name) || /^(aws|amazon)\./i.test(name) || /^\.|\.$|\.\./.test(name)) {
    throw invalidParameter(
      `The message attribute name '${name}' is invalid: letters, digits, '_', '-' and single '.' inside, at most 256, not beginning with AWS. or Amazon.`,
    )
  }
  if (typeof type !== 'string' || !/^(String|Number|Binary)(\.|$)/.test(type)) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    )
  }
  const value = type.startsWith('Binary') ? binary : text
  if (!value) {
    throw invalidParameter(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`)
  }
  if (type.startsWith('Number') && !Number.isFinite(Number(value))) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`)
  }
  if (type.startsWith('String') && FORBIDDEN.test(value)) {
    throw new AwsError('InvalidMessageContents', `Invalid characters found in message attribute '${name}'.`)
  }
  return (
    Buffer.byteLength(name) +
    Buffer.byteLength(type) +
    Buffer.byteLength(value, type.startsWith('Binary') ? 'base64' : 'utf8')
  )
}
