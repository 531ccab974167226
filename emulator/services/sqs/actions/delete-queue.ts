import type { DeleteQueueRequest } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export const deleteQueue = (engine: Engine) => (input: Wire<DeleteQueueRequest>) => {
  engine.remove(engine.registry.byUrl(input.QueueUrl))
}
