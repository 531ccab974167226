import { inTransaction } from '../store/index.ts'
import { redrivePolicy } from './attributes.ts'
import type { Engine } from './engine.ts'
import type { Queue } from './queue.ts'
import type { MessageRow } from './schema.ts'
import { messageAttributes } from './view.ts'

/** The queue that a dead letter came from. */
export const sourceOf = (engine: Engine, row: MessageRow): Queue | undefined =>
  row.source === null ? undefined : engine.registry.find(row.source.split(':').at(-1)!)

/** The queues that name `queue` as their dead-letter queue. */
export const sourcesOf = (engine: Engine, queue: Queue): readonly Queue[] =>
  engine.registry.all().filter((other) => redrivePolicy(other.attributes)?.deadLetterTargetArn === queue.arn)

/**
 * Moves a dead letter to `target`. There it is a new message: new id, new time, received zero times.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export function moveMessage(engine: Engine, row: MessageRow, target: Queue): void {
  inTransaction(engine.context.db, () => {
    engine.messages.delete(row.sequence)
    engine.send(target, {
      body: row.body,
      messageAttributes: messageAttributes(row),
      ...(row.group_id !== null && { groupId: row.group_id }),
      // A new id: the one it has may be that of a message which the queue still remembers, and it would be dropped.
      ...(target.fifo && { deduplicationId: `${row.id}-redriven-${row.sequence}` }),
      ...(row.trace_header !== null && { traceHeader: row.trace_header }),
    })
  })
}

/**
 * Moves what can be moved back to where it came from. A message that was sent to the dead-letter queue directly (as the
 * runtime does with input that no retry can help) has no source: it goes to the one queue that this one is for.
 */
export function redrive(engine: Engine, queue: Queue, messageIds?: readonly string[]): number {
  const rows =
    messageIds === undefined
      ? engine.messages.buried(queue.name, -1)
      : messageIds.flatMap((id) => engine.messages.byId(queue.name, id) ?? [])
  const sources = sourcesOf(engine, queue)
  const only = sources.length === 1 ? sources[0] : undefined
  let moved = 0
  for (const row of rows) {
    const target = sourceOf(engine, row) ?? only
    if (target === undefined) continue
    moveMessage(engine, row, target)
    moved += 1
  }
  return moved
}
