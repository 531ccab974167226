import type { DescribeLogStreamsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { pageOf } from '../../page.ts'
import { invalidParameter } from '../errors.ts'
import type { LogGroups } from '../groups.ts'
import { limitOf } from '../position.ts'
import type { LogStore } from '../store.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams = (groups: LogGroups, store: LogStore) => (input: DescribeLogStreamsRequest) => {
  const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', nextToken } = input
  if (orderBy === 'LastEventTime' && prefix !== undefined)
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
  const group = groups.get(input)
  const streams = store
    .streams(group.name)
    .filter(({ name }) => name.startsWith(prefix ?? ''))
    .sort((a, b) => (orderBy === 'LastEventTime' ? a.last - b.last : a.name < b.name ? -1 : 1))
  if (input.descending) streams.reverse()
  const { items, next } = pageOf(streams, nextToken, limitOf(input.limit, 50), () => {
    throw invalidParameter('The specified nextToken is invalid.')
  })
  return {
    logStreams: items.map(({ name, created, first, last, ingested }) => ({
      logStreamName: name,
      creationTime: created,
      firstEventTimestamp: first,
      lastEventTimestamp: last,
      lastIngestionTime: ingested,
      arn: `${group.arn}:log-stream:${name}`,
      storedBytes: 0,
    })),
    ...(next !== undefined && { nextToken: next }),
  }
}
