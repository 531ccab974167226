import type { ServiceContext } from '../../ports.ts'
import { inTransaction } from '../store/index.ts'
import { redrivePolicy } from './attributes.ts'
import type { Availability } from './availability.ts'
import type { Expiry } from './expiry.ts'
import type { Messages } from './messages.ts'
import { numberOf, type Queue } from './queue.ts'
import { newNonce } from './receipt.ts'
import type { Registry } from './registry.ts'
import type { MessageRow } from './schema.ts'

/** Takes up to `max` messages; they are in flight for `visibilityTimeout` seconds (the queue's own when undefined). */
export type Receive = (queue: Queue, max: number, visibilityTimeout?: number) => readonly MessageRow[]

export function createReceive(parts: {
  readonly context: ServiceContext
  readonly registry: Registry
  readonly messages: Messages
  readonly availability: Availability
  readonly expiry: Expiry
}): Receive {
  const { context, registry, messages, availability, expiry } = parts
  const { clock, db } = context

  const take = (row: MessageRow, now: number, visibleAt: number): MessageRow => {
    const receipt = newNonce()
    messages.receive(row.sequence, now, visibleAt, receipt)
    return {
      ...row,
      receipt,
      visible_at: visibleAt,
      first_received: row.first_received ?? now,
      total_receives: row.total_receives + 1,
    }
  }

  // A message goes to the dead-letter queue when it would be received once too often, not before.
  const bury = (queue: Queue, target: Queue, row: MessageRow, now: number) => {
    messages.bury(row.sequence, target.name, queue.arn, now, queue.fifo ? now : row.sent)
    expiry.forget(target)
    availability.announce(target.name)
  }

  const receive = (queue: Queue, max: number, seconds: number): MessageRow[] => {
    const now = clock.now()
    const visibleAt = now + seconds * 1000
    const policy = redrivePolicy(queue.attributes)
    const target = policy && registry.find(policy.deadLetterTargetArn.split(':').at(-1)!)
    const taken: MessageRow[] = []
    for (;;) {
      const candidates = select(messages, queue, now, max - taken.length)
      const exhausted = candidates.filter((row) => target && row.receives >= policy!.maxReceiveCount)
      for (const row of exhausted) bury(queue, target!, row, now)
      // What they leave room for, and the messages of their groups behind them, can be received instead.
      if (exhausted.length > 0) continue
      for (const row of candidates) taken.push(take(row, now, visibleAt))
      break
    }
    if (taken.length > 0) availability.announceAt(queue.name, visibleAt)
    return taken
  }

  return (queue, max, visibilityTimeout) => {
    expiry.sweep(queue)
    return inTransaction(db, () => receive(queue, max, visibilityTimeout ?? numberOf(queue, 'VisibilityTimeout')))
  }
}

function select(messages: Messages, queue: Queue, now: number, limit: number): readonly MessageRow[] {
  if (queue.fifo) return messages.dueInOrder(queue.name, now, limit)
  const noisy = noisyGroups(messages.inFlightByGroup(queue.name, now))
  const quiet = messages.due(queue.name, now, limit, noisy)
  if (noisy.length === 0 || quiet.length === limit) return quiet
  const seen = new Set(quiet.map((row) => row.sequence))
  const others = messages.due(queue.name, now, limit).filter((row) => !seen.has(row.sequence))
  return [...quiet, ...others].slice(0, limit)
}

/**
 * Fair queues: groups (tenants) that hold much of what is in flight wait while others have messages.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
function noisyGroups(inFlight: ReadonlyMap<string, number>): readonly string[] {
  const total = [...inFlight.values()].reduce((sum, count) => sum + count, 0)
  return [...inFlight].filter(([, count]) => count > total / 10).map(([group]) => group)
}
