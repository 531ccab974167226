import type { Services } from '../../ports.ts'
import type { DeployedStack } from '../deploy/index.ts'
import { describeLogGroups } from './actions/describe-log-groups.ts'
import { describeLogStreams } from './actions/describe-log-streams.ts'
import { filterLogEvents } from './actions/filter-log-events.ts'
import { getLogEvents } from './actions/get-log-events.ts'
import { createLogGroups } from './groups.ts'
import type { LogStore } from './store.ts'

export { createLogStore, type LogStore } from './store.ts'

type Api = Parameters<Services['addApi']>[0]

/**
 * CloudWatch Logs' API, to read only.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
 */
export function logsApi(
  account: { readonly region: string; readonly account: string },
  deployed: () => DeployedStack,
  store: LogStore,
): Api {
  const groups = createLogGroups(account, deployed, store)
  return {
    service: 'logs',
    json: { target: 'Logs_20140328', version: '1.1', namespace: 'com.amazonaws.logs' },
    members: {
      logGroupName: 'string',
      logGroupIdentifier: 'string',
      logGroupNamePrefix: 'string',
      logGroupNamePattern: 'string',
      logStreamName: 'string',
      logStreamNames: 'strings',
      logStreamNamePrefix: 'string',
      orderBy: 'string',
      filterPattern: 'string',
      nextToken: 'string',
      startTime: 'number',
      endTime: 'number',
      limit: 'number',
    },
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
    permissions: (action, { logGroupName: name, logGroupIdentifier: id, logStreamName: stream }: Names) => [
      {
        action: `logs:${action}`,
        resource: `${id?.replace(/:\*$/, '') ?? groups.arnOf(name ?? '')}:${stream === undefined ? '*' : `log-stream:${stream}`}`,
      },
    ],
    actions: {
      DescribeLogGroups: describeLogGroups(groups),
      DescribeLogStreams: describeLogStreams(groups, store),
      FilterLogEvents: filterLogEvents(groups, store),
      GetLogEvents: getLogEvents(groups, store),
    },
  }
}

interface Names {
  readonly logGroupName?: string
  readonly logGroupIdentifier?: string
  readonly logStreamName?: string
}
