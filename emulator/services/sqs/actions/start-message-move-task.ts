import type { StartMessageMoveTaskRequest, StartMessageMoveTaskResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { MoveTasks } from '../move-tasks.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const startMessageMoveTask = (tasks: MoveTasks) => (input: Wire<StartMessageMoveTaskRequest>) =>
  ({
    TaskHandle: tasks.start(input.SourceArn, input.DestinationArn, input.MaxNumberOfMessagesPerSecond),
  }) satisfies StartMessageMoveTaskResult
