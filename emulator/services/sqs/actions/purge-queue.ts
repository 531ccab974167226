import type { PurgeQueueRequest } from '@aws-sdk/client-sqs'
import { AwsError } from '../../../errors.ts'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue = (engine: Engine) => (input: Wire<PurgeQueueRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  const now = engine.context.clock.now()
  if (queue.purged !== undefined && now - queue.purged < 60_000) {
    throw new AwsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      { status: 403 },
    )
  }
  queue.purged = now
  engine.purge(queue)
}
