import type { DeleteMessageBatchRequest, DeleteMessageBatchResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import { inTransaction } from '../../store/index.ts'
import { checkEntries, runEntries } from '../batch.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export const deleteMessageBatch = (engine: Engine) => (input: Wire<DeleteMessageBatchRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  const entries = checkEntries(input.Entries)
  return inTransaction(engine.context.db, () =>
    runEntries(entries, (entry) => {
      engine.delete(queue, entry.ReceiptHandle ?? '')
      return { Id: entry.Id! }
    }),
  ) satisfies DeleteMessageBatchResult
}
