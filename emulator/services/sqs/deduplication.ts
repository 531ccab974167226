import type { DatabaseSync } from 'node:sqlite'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
const INTERVAL = 5 * 60_000

/** What a FIFO queue accepted in the last five minutes, whether or not it has been deleted since. */
export interface Deduplication {
  find(
    queue: string,
    scope: string,
    id: string,
    now: number,
  ): { readonly messageId: string; readonly sequence: number } | undefined
  remember(
    queue: string,
    scope: string,
    id: string,
    message: { messageId: string; sequence: number },
    now: number,
  ): void
  clear(queue: string): void
}

export function createDeduplication(db: DatabaseSync): Deduplication {
  const find = db.prepare(
    'SELECT message_id, sequence FROM sqs_deduplication WHERE queue = ? AND scope = ? AND id = ? AND expires > ?',
  )
  const remember = db.prepare(
    'INSERT OR REPLACE INTO sqs_deduplication (queue, scope, id, message_id, sequence, expires) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const forget = db.prepare('DELETE FROM sqs_deduplication WHERE expires <= ?')
  const clear = db.prepare('DELETE FROM sqs_deduplication WHERE queue = ?')
  let swept = 0
  return {
    find(queue, scope, id, now) {
      const row = find.get(queue, scope, id, now)
      return row && { messageId: String(row['message_id']), sequence: Number(row['sequence']) }
    },
    remember(queue, scope, id, { messageId, sequence }, now) {
      remember.run(queue, scope, id, messageId, sequence, now + INTERVAL)
      if (now - swept > INTERVAL) {
        swept = now
        forget.run(now)
      }
    },
    clear: (queue) => void clear.run(queue),
  }
}
