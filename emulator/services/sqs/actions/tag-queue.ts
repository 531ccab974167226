import type { TagQueueRequest } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue = (engine: Engine) => (input: Wire<TagQueueRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  engine.registry.tag(queue, { ...queue.tags, ...input.Tags })
}
