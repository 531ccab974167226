import type { FilterLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { invalidParameter } from '../errors.ts'
import type { LogGroups } from '../groups.ts'
import { parsePattern } from '../pattern.ts'
import { compare, fitting, limitOf, positionOf, tokenOf } from '../position.ts'
import type { LogStore } from '../store.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const filterLogEvents = (groups: LogGroups, store: LogStore) => (input: FilterLogEventsRequest) => {
  const { logStreamNames: names, logStreamNamePrefix: prefix, startTime, endTime } = input
  if (names !== undefined && prefix !== undefined)
    throw invalidParameter('logStreamNames and logStreamNamePrefix exclude each other')
  const group = groups.get(input)
  const matches = parsePattern(input.filterPattern ?? '')
  const after = input.nextToken === undefined ? undefined : positionOf(input.nextToken)
  const found = store
    .events(group.name)
    .filter(
      (event) =>
        (after === undefined || compare(event, after) > 0) &&
        (names === undefined || names.includes(event.stream)) &&
        (prefix === undefined || event.stream.startsWith(prefix)) &&
        (startTime === undefined || event.timestamp >= startTime) &&
        (endTime === undefined || event.timestamp <= endTime) &&
        matches(event.message),
    )
  const count = fitting(found, limitOf(input.limit, 10_000))
  return {
    events: found.slice(0, count).map(({ id, stream, timestamp, ingested, message }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: ingested,
      eventId: String(id).padStart(56, '0'),
    })),
    searchedLogStreams: [],
    ...(count < found.length && { nextToken: tokenOf(found[count - 1]!) }),
  }
}
