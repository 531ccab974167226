import { randomUUID } from 'node:crypto'
import { AwsError } from '../../errors.ts'
import type { NewMessage, Principal, ServiceContext } from '../../ports.ts'
import { inTransaction } from '../store/index.ts'
import type { Availability } from './availability.ts'
import type { Deduplication } from './deduplication.ts'
import { contentId } from './digest.ts'
import { invalidParameter, invalidValue, missingParameter } from './errors.ts'
import { checkMessage } from './message.ts'
import type { Messages } from './messages.ts'
import { numberOf, type Queue } from './queue.ts'

export interface Sent {
  readonly messageId: string
  /** FIFO queues only. */
  readonly sequenceNumber?: string
}

export type Send = (queue: Queue, message: NewMessage) => Sent

/** Twenty digits, as AWS's are. */
export const sequenceNumber = (sequence: number) => `1${String(sequence).padStart(19, '0')}`

/** Accepts a message, or finds that a FIFO queue has it already. It is stored when this returns. */
export function createSend(parts: {
  readonly context: ServiceContext
  readonly messages: Messages
  readonly deduplication: Deduplication
  readonly availability: Availability
}): Send {
  const { context, messages, deduplication, availability } = parts
  const { clock, db } = context

  const store = (queue: Queue, message: NewMessage, deduplicationId: string | null): Sent & { sequence: number } => {
    const now = clock.now()
    const visibleAt = now + (message.delaySeconds ?? numberOf(queue, 'DelaySeconds')) * 1000
    const messageId = randomUUID()
    const attributes = message.messageAttributes ?? {}
    const sequence = messages.insert({
      queue: queue.name,
      id: messageId,
      body: message.body,
      attributes: Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : null,
      group_id: message.groupId ?? null,
      deduplication_id: deduplicationId,
      trace_header: message.traceHeader ?? null,
      source: null,
      sender: senderId(message.principal, context.account),
      sent: now,
      visible_at: visibleAt,
    })
    if (visibleAt <= now) availability.announce(queue.name)
    else availability.announceAt(queue.name, visibleAt)
    return { messageId, sequence }
  }

  return (queue, message) => {
    checkMessageFor(queue, message)
    if (!queue.fifo) return { messageId: store(queue, message, message.deduplicationId ?? null).messageId }
    const id = deduplicationIdOf(queue, message)
    const scope = queue.attributes['DeduplicationScope'] === 'messageGroup' ? (message.groupId ?? '') : ''
    const sent = inTransaction(db, () => {
      const earlier = deduplication.find(queue.name, scope, id, clock.now())
      if (earlier !== undefined) return earlier
      const stored = store(queue, message, id)
      deduplication.remember(queue.name, scope, id, stored, clock.now())
      return stored
    })
    return { messageId: sent.messageId, sequenceNumber: sequenceNumber(sent.sequence) }
  }
}

const TOKEN = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
function checkMessageFor(queue: Queue, message: NewMessage): void {
  const size = checkMessage(message.body, message.messageAttributes ?? {})
  const largest = numberOf(queue, 'MaximumMessageSize')
  if (size > largest) {
    throw invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`)
  }
  const { delaySeconds: delay, groupId, deduplicationId } = message
  if (delay !== undefined && (!Number.isInteger(delay) || delay < 0 || delay > 900)) {
    throw invalidValue(delay, 'DelaySeconds', 'DelaySeconds must be >= 0 and <= 900.')
  }
  for (const [name, value] of [
    ['MessageGroupId', groupId],
    ['MessageDeduplicationId', deduplicationId],
  ] as const) {
    if (value !== undefined && !TOKEN.test(value)) {
      throw invalidValue(
        value,
        name,
        `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
      )
    }
  }
  const wrongQueueType = 'The request include parameter that is not valid for this queue type'
  if (queue.fifo && groupId === undefined) throw missingParameter('MessageGroupId')
  if (queue.fifo && delay !== undefined && delay > 0) throw invalidValue(delay, 'DelaySeconds', wrongQueueType)
  if (!queue.fifo && deduplicationId !== undefined) {
    throw invalidValue(deduplicationId, 'MessageDeduplicationId', wrongQueueType)
  }
}

function deduplicationIdOf(queue: Queue, message: NewMessage): string {
  if (message.deduplicationId !== undefined) return message.deduplicationId
  if (queue.attributes['ContentBasedDeduplication'] === 'true') return contentId(message.body)
  throw new AwsError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  )
}

/** What SenderId tells: an assumed role with its session, a service, or the account. */
function senderId(principal: Principal | undefined, account: string): string {
  if (principal?.type === 'role') return `AROAMOTIA:${principal.functionName}`
  if (principal?.type === 'service') return principal.service
  return account
}
