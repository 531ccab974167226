import type { GetLogEventsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { invalidParameter, notFound } from '../errors.ts'
import type { LogGroups } from '../groups.ts'
import { compare, fitting, limitOf, type Position, positionOf, tokenOf } from '../position.ts'
import type { LogStore } from '../store.ts'

/**
 * Pages lead both ways, and the token of the last one is the one it was asked with.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents = (groups: LogGroups, store: LogStore) => (input: Partial<GetLogEventsRequest>) => {
  const { logStreamName, startTime, endTime, nextToken } = input
  const group = groups.get(input)
  if (!store.streams(group.name).some(({ name }) => name === logStreamName)) throw notFound('stream')
  const all = store
    .events(group.name)
    .filter(
      ({ stream, timestamp }) =>
        stream === logStreamName &&
        (startTime === undefined || timestamp >= startTime) &&
        (endTime === undefined || timestamp < endTime),
    )
  const from = nextToken === undefined ? undefined : readToken(nextToken)
  const forward = from ? from.way === 'f' : input.startFromHead === true
  const rest = from
    ? all.filter((event) => (forward ? compare(event, from.position) > 0 : compare(event, from.position) < 0))
    : all
  const count = fitting(forward ? rest : rest.toReversed(), limitOf(input.limit, 10_000))
  const events = forward ? rest.slice(0, count) : rest.slice(rest.length - count)
  const here: Position = from?.position ?? (forward ? { timestamp: 0, id: 0 } : (all.at(-1) ?? { timestamp: 0, id: 0 }))
  return {
    events: events.map(({ timestamp, message, ingested }) => ({ timestamp, message, ingestionTime: ingested })),
    nextForwardToken: `f/${tokenOf(events.at(-1) ?? here)}`,
    nextBackwardToken: `b/${tokenOf(events[0] ?? here)}`,
  }
}

function readToken(token: string): { readonly way: 'f' | 'b'; readonly position: Position } {
  const way = token[0]
  if ((way !== 'f' && way !== 'b') || token[1] !== '/') throw invalidParameter('The specified nextToken is invalid.')
  return { way, position: positionOf(token.slice(2)) }
}
