import type { ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import { checkEntries, runEntries } from '../batch.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export const changeMessageVisibilityBatch = (engine: Engine) => (input: Wire<ChangeMessageVisibilityBatchRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  return runEntries(checkEntries(input.Entries), (entry) => {
    engine.changeVisibility(queue, entry.ReceiptHandle ?? '', entry.VisibilityTimeout ?? 0)
    return { Id: entry.Id! }
  }) satisfies ChangeMessageVisibilityBatchResult
}
