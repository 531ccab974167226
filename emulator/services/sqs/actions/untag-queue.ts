import type { UntagQueueRequest } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue = (engine: Engine) => (input: Wire<UntagQueueRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  const kept = Object.entries(queue.tags).filter(([key]) => !input.TagKeys?.includes(key))
  engine.registry.tag(queue, Object.fromEntries(kept))
}
