import type { DescribeLogGroupsRequest } from '@aws-sdk/client-cloudwatch-logs'
import { pageOf } from '../../page.ts'
import { invalidParameter } from '../errors.ts'
import type { LogGroups } from '../groups.ts'
import { limitOf } from '../position.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups = (groups: LogGroups) => (input: DescribeLogGroupsRequest) => {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, nextToken } = input
  if (prefix !== undefined && pattern !== undefined)
    throw invalidParameter('logGroupNamePrefix and logGroupNamePattern exclude each other')
  const wanted = groups
    .all()
    .filter(({ name }) => name.startsWith(prefix ?? '') && name.toLowerCase().includes((pattern ?? '').toLowerCase()))
  const { items, next } = pageOf(wanted, nextToken, limitOf(input.limit, 50), () => {
    throw invalidParameter('The specified nextToken is invalid.')
  })
  return {
    logGroups: items.map(({ name, arn, created, retentionInDays }) => ({
      logGroupName: name,
      creationTime: created,
      ...(retentionInDays !== undefined && { retentionInDays }),
      metricFilterCount: 0,
      arn: `${arn}:*`,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      logGroupArn: arn,
    })),
    ...(next !== undefined && { nextToken: next }),
  }
}
