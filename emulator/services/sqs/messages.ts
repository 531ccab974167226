import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { QueueDepth } from '../../ports.ts'
import { MESSAGE_COLUMNS, type MessageRow } from './schema.ts'

/** The messages of all queues; every statement is prepared once. Times are ms since 1970. */
export interface Messages {
  insert(row: Omit<MessageRow, 'sequence' | 'receipt' | 'first_received' | 'receives' | 'total_receives'>): number
  get(queue: string, sequence: number): MessageRow | undefined
  byId(queue: string, id: string): MessageRow | undefined
  /** Of a standard queue: those that have been due for longest. */
  due(queue: string, now: number, limit: number, withoutGroups?: readonly string[]): MessageRow[]
  /** Of a FIFO queue: the oldest whose group has nothing in flight. */
  dueInOrder(queue: string, now: number, limit: number): MessageRow[]
  /** How many messages of each group are in flight. */
  inFlightByGroup(queue: string, now: number): ReadonlyMap<string, number>
  receive(sequence: number, now: number, visibleAt: number, receipt: string): void
  setVisibleAt(sequence: number, visibleAt: number): void
  /** Changes when messages that were never received fall due; a FIFO queue's delay works backwards. */
  redelay(queue: string, delay: number): void
  /** Gives a message to a dead-letter queue: the same message, at the end of that queue. */
  bury(sequence: number, target: string, source: string, now: number, sent: number): void
  delete(sequence: number): void
  deleteOlder(queue: string, sentBefore: number): void
  oldest(queue: string): number | undefined
  clear(queue: string): void
  page(queue: string, offset: number, limit: number): MessageRow[]
  buried(queue: string, limit: number): MessageRow[]
  hasGroups(queue: string): boolean
  nextDue(queue: string, now: number): number | undefined
  depth(queue: string, now: number): QueueDepth
}

export function createMessages(db: DatabaseSync, now: () => number): Messages {
  const rows = (sql: string) => {
    const statement = db.prepare(`SELECT ${MESSAGE_COLUMNS} FROM sqs_message ${sql}`)
    return (...values: SQLInputValue[]) => statement.all(...values) as unknown as MessageRow[]
  }
  const insert = db.prepare(
    `INSERT INTO sqs_message (sequence, queue, id, body, attributes, group_id, deduplication_id, trace_header, source, sender, sent, visible_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const due = rows(
    'INDEXED BY sqs_message_due WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, sequence LIMIT ?',
  )
  const dueWithout = rows(
    `INDEXED BY sqs_message_due WHERE queue = ? AND visible_at <= ?
     AND (group_id IS NULL OR group_id NOT IN (SELECT value FROM json_each(?))) ORDER BY visible_at, sequence LIMIT ?`,
  )
  const dueInOrder = rows(
    `INDEXED BY sqs_message_order WHERE queue = ?1 AND visible_at <= ?2 AND group_id NOT IN (
       SELECT group_id FROM sqs_message INDEXED BY sqs_message_due
       WHERE queue = ?1 AND visible_at > ?2 AND receipt IS NOT NULL
     ) ORDER BY sequence LIMIT ?3`,
  )
  const groups = db.prepare(
    `SELECT group_id, count(*) AS count FROM sqs_message INDEXED BY sqs_message_due
     WHERE queue = ? AND visible_at > ? AND receipt IS NOT NULL AND group_id IS NOT NULL GROUP BY group_id`,
  )
  const receive = db.prepare(
    `UPDATE sqs_message SET visible_at = ?, receipt = ?, first_received = coalesce(first_received, ?),
       receives = receives + 1, total_receives = total_receives + 1 WHERE sequence = ?`,
  )
  const setVisibleAt = db.prepare('UPDATE sqs_message SET visible_at = ? WHERE sequence = ?')
  const redelay = db.prepare('UPDATE sqs_message SET visible_at = sent + ? WHERE queue = ? AND receipt IS NULL')
  const bury = db.prepare(
    'UPDATE sqs_message SET sequence = ?, queue = ?, source = ?, sent = ?, visible_at = ?, receipt = NULL, receives = 0 WHERE sequence = ?',
  )
  const remove = db.prepare('DELETE FROM sqs_message WHERE sequence = ?')
  const removeOlder = db.prepare('DELETE FROM sqs_message WHERE queue = ? AND sent < ?')
  const oldest = db.prepare('SELECT min(sent) AS value FROM sqs_message WHERE queue = ?')
  const clear = db.prepare('DELETE FROM sqs_message WHERE queue = ?')
  const get = rows('WHERE queue = ? AND sequence = ?')
  const byId = rows('WHERE queue = ? AND id = ?')
  const page = rows('WHERE queue = ? ORDER BY sequence LIMIT ? OFFSET ?')
  const buried = rows('WHERE queue = ? AND (receipt IS NULL OR visible_at <= ?) ORDER BY sequence LIMIT ?')
  const hasGroups = db.prepare('SELECT 1 AS value FROM sqs_message WHERE queue = ? AND group_id IS NOT NULL LIMIT 1')
  const nextDue = db.prepare('SELECT min(visible_at) AS value FROM sqs_message WHERE queue = ? AND visible_at > ?')
  const depth = db.prepare(
    `SELECT count(*) AS total, count(*) FILTER (WHERE visible_at <= ?2) AS visible,
       count(*) FILTER (WHERE visible_at > ?2 AND receipt IS NOT NULL) AS inFlight, min(sent) AS oldest
     FROM sqs_message WHERE queue = ?1`,
  )
  const value = (row: unknown) => (row as { readonly value: number | null } | undefined)?.value ?? undefined

  // Microseconds of the clock, never the same twice: grows across restarts even where nothing is left to count from.
  let last = (db.prepare('SELECT max(sequence) AS value FROM sqs_message').get() as { value: number | null }).value ?? 0
  const nextSequence = () => {
    last = Math.max(last + 1, now() * 1000)
    return last
  }

  return {
    insert(row) {
      const {
        queue,
        id,
        body,
        attributes,
        group_id,
        deduplication_id,
        trace_header,
        source,
        sender,
        sent,
        visible_at,
      } = row
      const sequence = nextSequence()
      insert.run(
        sequence,
        queue,
        id,
        body,
        attributes,
        group_id,
        deduplication_id,
        trace_header,
        source,
        sender,
        sent,
        visible_at,
      )
      return sequence
    },
    get: (queue, sequence) => get(queue, sequence)[0],
    byId: (queue, id) => byId(queue, id)[0],
    due: (queue, time, limit, without) =>
      without === undefined || without.length === 0
        ? due(queue, time, limit)
        : dueWithout(queue, time, JSON.stringify(without), limit),
    dueInOrder: (queue, time, limit) => dueInOrder(queue, time, limit),
    inFlightByGroup: (queue, time) =>
      new Map(groups.all(queue, time).map((row) => [String(row['group_id']), Number(row['count'])])),
    receive: (sequence, time, visibleAt, receipt) => void receive.run(visibleAt, receipt, time, sequence),
    setVisibleAt: (sequence, visibleAt) => void setVisibleAt.run(visibleAt, sequence),
    redelay: (queue, delay) => void redelay.run(delay, queue),
    bury: (sequence, target, source, time, sent) => void bury.run(nextSequence(), target, source, sent, time, sequence),
    delete: (sequence) => void remove.run(sequence),
    deleteOlder: (queue, sentBefore) => void removeOlder.run(queue, sentBefore),
    oldest: (queue) => value(oldest.get(queue)),
    clear: (queue) => void clear.run(queue),
    page: (queue, offset, limit) => page(queue, limit, offset),
    buried: (queue, limit) => buried(queue, now(), limit),
    hasGroups: (queue) => value(hasGroups.get(queue)) !== undefined,
    nextDue: (queue, time) => value(nextDue.get(queue, time)),
    depth(queue, time) {
      const row = depth.get(queue, time) as Record<'total' | 'visible' | 'inFlight', number> & { oldest: number | null }
      return {
        visible: row.visible,
        inFlight: row.inFlight,
        delayed: row.total - row.visible - row.inFlight,
        oldest: row.oldest === null ? 0 : Math.max(time - row.oldest, 0),
      }
    },
  }
}
