import type { ListMessageMoveTasksRequest, ListMessageMoveTasksResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { MoveTasks } from '../move-tasks.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks = (tasks: MoveTasks) => (input: Wire<ListMessageMoveTasksRequest>) => {
  const Results = tasks.list(input.SourceArn, input.MaxResults ?? 1).map((task) => ({
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.source.arn,
    ...(task.destination !== undefined && { DestinationArn: task.destination.arn }),
    ...(task.rate !== undefined && { MaxNumberOfMessagesPerSecond: task.rate }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.total,
    ...(task.failure !== undefined && { FailureReason: task.failure }),
    StartedTimestamp: task.started,
  }))
  return { Results } satisfies ListMessageMoveTasksResult
}
