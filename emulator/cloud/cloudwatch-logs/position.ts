import { invalidParameter } from './errors.ts'
import type { LogEvent } from './store.ts'

/** Where a page ended: by the event, for the oldest events go while pages are read. */
export interface Position {
  readonly timestamp: number
  readonly id: number
}

export const compare = (a: Position, b: Position): number => a.timestamp - b.timestamp || a.id - b.id

export const tokenOf = ({ timestamp, id }: Position): string => Buffer.from(`${timestamp}/${id}`).toString('base64url')

/** @throws {AwsError} InvalidParameterException for what no page gave */
export function positionOf(token: string): Position {
  const [timestamp, id, ...more] = Buffer.from(token, 'base64url').toString().split('/').map(Number)
  if (!Number.isInteger(timestamp) || !Number.isInteger(id) || more.length > 0)
    throw invalidParameter('The specified nextToken is invalid.')
  return { timestamp: timestamp!, id: id! }
}

/** A page holds at most 1 MB (10,000 events): https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const pageBytes = 2 ** 20

/** How many of these events, from the first on, are a page. */
export function fitting(events: Iterable<LogEvent>, limit: number): number {
  let count = 0
  let bytes = 0
  for (const { message } of events) {
    bytes += Buffer.byteLength(message)
    if (count === limit || (count > 0 && bytes > pageBytes)) break
    count += 1
  }
  return count
}

/** @throws {AwsError} InvalidParameterException unless it is a whole number from 1 to `most` */
export function limitOf(limit: number | undefined, most: number): number {
  if (limit === undefined) return most
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw invalidParameter(`1 validation error detected: Value '${limit}' at 'limit' must be from 1 to ${most}`)
  return limit
}
