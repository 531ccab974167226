import type { DatabaseSync } from 'node:sqlite'

/** A message as it is stored. Times are ms since 1970. */
export interface MessageRow {
  /** Grows with each message, across restarts; the order of a FIFO queue. */
  readonly sequence: number
  readonly queue: string
  readonly id: string
  readonly body: string
  /** JSON of the message attributes; null when there are none. */
  readonly attributes: string | null
  readonly group_id: string | null
  readonly deduplication_id: string | null
  readonly trace_header: string | null
  /** ARN of the queue that it was moved from as a dead letter. */
  readonly source: string | null
  readonly sender: string
  readonly sent: number
  readonly visible_at: number
  /** Of the latest receive; while `visible_at` lies ahead, the message is in flight. */
  readonly receipt: string | null
  readonly first_received: number | null
  /** From this queue, since it came here. */
  readonly receives: number
  /** From all queues: what ApproximateReceiveCount tells. */
  readonly total_receives: number
}

export const MESSAGE_COLUMNS =
  'sequence, queue, id, body, attributes, group_id, deduplication_id, trace_header, source, sender, sent, visible_at, receipt, first_received, receives, total_receives'

/** Messages and deduplication ids name their queue, so that a queue's data is one range of each index. */
export function createSchema(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS sqs_queue (
      name TEXT PRIMARY KEY, created INTEGER NOT NULL, modified INTEGER NOT NULL,
      attributes TEXT NOT NULL, tags TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS sqs_message (
      sequence INTEGER PRIMARY KEY, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT,
      group_id TEXT, deduplication_id TEXT, trace_header TEXT, source TEXT, sender TEXT NOT NULL,
      sent INTEGER NOT NULL, visible_at INTEGER NOT NULL, receipt TEXT, first_received INTEGER,
      receives INTEGER NOT NULL DEFAULT 0, total_receives INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX IF NOT EXISTS sqs_message_due ON sqs_message (queue, visible_at, sequence);
    CREATE INDEX IF NOT EXISTS sqs_message_order ON sqs_message (queue, sequence);
    CREATE TABLE IF NOT EXISTS sqs_deduplication (
      queue TEXT NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL,
      message_id TEXT NOT NULL, sequence INTEGER NOT NULL, expires INTEGER NOT NULL,
      PRIMARY KEY (queue, scope, id)
    ) STRICT, WITHOUT ROWID;
  `)
}

/**
 * After a restart nobody holds what was in flight, and time may run earlier than before (the clock had been moved): what
 * was received can be received again now, and nothing waits for longer than a queue can ask for.
 */
export function recover(db: DatabaseSync, now: number): void {
  const LONGEST_DELAY = 900_000
  const DEDUPLICATION = 300_000
  db.prepare(
    `UPDATE sqs_message SET sent = min(sent, ?1),
       visible_at = min(visible_at, CASE WHEN receipt IS NULL THEN ?1 + ?2 ELSE ?1 END)
     WHERE visible_at > ?1 OR sent > ?1`,
  ).run(now, LONGEST_DELAY)
  db.prepare('UPDATE sqs_deduplication SET expires = min(expires, ?)').run(now + DEDUPLICATION)
}
