import { OutOfTimeError } from '../errors.ts'
import { lastMoment, remainingTime, reserve } from '../invocation/deadline.ts'
import type { LambdaContext } from '../invocation/run.ts'
import type { SqsRecord } from './record.ts'

/** A record that is not done, and why; `skipped` when it was not even started. */
export interface Failure {
  readonly record: SqsRecord
  readonly reason: unknown
  readonly skipped: boolean
}

/**
 * Handles a batch: records of a standard queue together, those of a FIFO queue one after the other within their group and
 * the groups together. After a failure in a group its later records are not touched. Nothing is started when too little
 * time remains, and what has not ended at the last moment counts as failed, so that what is done is not done again.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export async function handleBatch(
  records: readonly SqsRecord[],
  lambda: LambdaContext,
  handle: (record: SqsRecord) => Promise<void>,
): Promise<Failure[]> {
  const failures: Failure[] = []
  const open = new Set(records)
  // What ends after the batch was answered changes nothing any more.
  const fail = (record: SqsRecord, reason: unknown, skipped: boolean): void => {
    if (open.delete(record)) failures.push({ record, reason, skipped })
  }
  const follow = async (lane: readonly SqsRecord[]): Promise<void> => {
    for (const [index, record] of lane.entries()) {
      if (remainingTime(lambda) < reserve) {
        for (const late of lane.slice(index)) fail(late, new OutOfTimeError('no time was left to start it'), true)
        return
      }
      try {
        await handle(record)
        open.delete(record)
      } catch (reason) {
        fail(record, reason, false)
        for (const later of lane.slice(index + 1)) fail(later, reason, true)
        return
      }
    }
  }
  await beforeTheEnd(Promise.all(lanesOf(records).map(follow)), lambda)
  for (const record of open)
    fail(
      record,
      new OutOfTimeError(
        'the handler did not end before the function had to: it waits for what does not come, or needs a longer infrastructure.handler.timeout',
      ),
      false,
    )
  return failures
}

/** Records that must follow each other. */
function lanesOf(records: readonly SqsRecord[]): readonly (readonly SqsRecord[])[] {
  const lanes = new Map<string, SqsRecord[]>()
  records.forEach((record, index) => {
    const lane = record.fifo ? `group ${record.groupId ?? ''}` : `record ${index}`
    const before = lanes.get(lane)
    if (before) before.push(record)
    else lanes.set(lane, [record])
  })
  return [...lanes.values()]
}

async function beforeTheEnd(work: Promise<unknown>, lambda: LambdaContext): Promise<void> {
  const remaining = remainingTime(lambda)
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, remaining - lastMoment))
  })
  await Promise.race([work, end])
  clearTimeout(timer)
}
