import type { Clock } from '../../ports.ts'
import type { Messages } from './messages.ts'
import { numberOf, type Queue } from './queue.ts'

/** Drops messages that are older than their queue's retention period, whenever a queue is looked at. */
export interface Expiry {
  sweep(queue: Queue): void
  /** Something else than a send changed when the next message of a queue expires. */
  forget(queue: Queue): void
}

/** Remembers when a queue's oldest message expires: until then there is nothing to look for, whatever is sent. */
export function createExpiry(clock: Clock, messages: Messages): Expiry {
  const next = new Map<string, number>()
  return {
    sweep(queue) {
      const now = clock.now()
      if (now < (next.get(queue.name) ?? 0)) return
      const retention = numberOf(queue, 'MessageRetentionPeriod') * 1000
      messages.deleteOlder(queue.name, now - retention)
      next.set(queue.name, (messages.oldest(queue.name) ?? now) + retention + 1)
    },
    forget: (queue) => void next.delete(queue.name),
  }
}
