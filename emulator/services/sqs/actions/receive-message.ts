import type { MessageAttributeValue, ReceiveMessageRequest, ReceiveMessageResult } from '@aws-sdk/client-sqs'
import type { Call } from '../../gateway/api.ts'
import type { Wire } from '../../gateway/wire.ts'
import { md5, md5OfAttributes } from '../digest.ts'
import type { Engine } from '../engine.ts'
import { invalidValue } from '../errors.ts'
import { numberOf } from '../queue.ts'
import type { MessageRow } from '../schema.ts'
import { messageAttributes, toQueueMessage } from '../view.ts'
import { waitForMessages } from '../wait.ts'

type Input = Wire<ReceiveMessageRequest>

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const receiveMessage = (engine: Engine) => async (input: Input, call: Call) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  const max = between(input.MaxNumberOfMessages ?? 1, 1, 10, 'MaxNumberOfMessages')
  const wait = between(
    input.WaitTimeSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds'),
    0,
    20,
    'WaitTimeSeconds',
  )
  const visibility = input.VisibilityTimeout
  if (visibility !== undefined) between(visibility, 0, 43_200, 'VisibilityTimeout')
  const rows = await waitForMessages(engine, queue, { max, visibility, seconds: wait, signal: call.signal })
  if (rows.length === 0) return {} satisfies ReceiveMessageResult
  return { Messages: rows.map((row) => toMessage(row, input)) } satisfies Wire<ReceiveMessageResult>
}

function between(value: number, min: number, max: number, parameter: string): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw invalidValue(value, parameter, `Must be between ${min} and ${max}, if provided.`)
  }
  return value
}

function toMessage(row: MessageRow, input: Input) {
  const message = toQueueMessage(row)
  const system = new Set<string>([...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])])
  const attributes = Object.entries(message.attributes).filter(([name]) => system.has('All') || system.has(name))
  const own = Object.entries(messageAttributes(row)).filter(([name]) =>
    isWanted(name, input.MessageAttributeNames ?? []),
  )
  const ownAttributes = Object.fromEntries(own)
  return {
    MessageId: row.id,
    ReceiptHandle: message.receiptHandle,
    Body: row.body,
    MD5OfBody: md5(row.body),
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(own.length > 0 && {
      MessageAttributes: ownAttributes as Wire<Record<string, MessageAttributeValue>>,
      MD5OfMessageAttributes: md5OfAttributes(ownAttributes),
    }),
  }
}

/** `All`, `.*`, a name, or the beginning of names: `order.*`. */
function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.some(
    (pattern) =>
      pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
  )
}
