import type { CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { MoveTasks } from '../move-tasks.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export const cancelMessageMoveTask = (tasks: MoveTasks) => (input: Wire<CancelMessageMoveTaskRequest>) =>
  ({ ApproximateNumberOfMessagesMoved: tasks.cancel(input.TaskHandle) }) satisfies CancelMessageMoveTaskResult
