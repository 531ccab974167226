import { Buffer } from 'node:buffer'
import type { SendMessageBatchRequest, SendMessageBatchResult } from '@aws-sdk/client-sqs'
import { AwsError } from '../../../errors.ts'
import type { Call } from '../../gateway/api.ts'
import type { Wire } from '../../gateway/wire.ts'
import { inTransaction } from '../../store/index.ts'
import { checkEntries, runEntries } from '../batch.ts'
import type { Engine } from '../engine.ts'
import { sendOne } from './send-message.ts'

/** Bytes of all messages together. */
const LARGEST_BATCH = 1_048_576

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const sendMessageBatch = (engine: Engine) => (input: Wire<SendMessageBatchRequest>, call: Call) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  const entries = checkEntries(input.Entries)
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0)
  if (size > LARGEST_BATCH) {
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${LARGEST_BATCH} bytes. You have sent ${size} bytes.`,
    )
  }
  return inTransaction(engine.context.db, () =>
    runEntries(entries, (entry) => {
      const sent = sendOne(engine, queue, entry, call)
      return { ...sent, Id: entry.Id!, MessageId: sent.MessageId, MD5OfMessageBody: sent.MD5OfMessageBody }
    }),
  ) satisfies SendMessageBatchResult
}

type Entry = NonNullable<Wire<SendMessageBatchRequest>['Entries']>[number]

function sizeOf(entry: Entry): number {
  const attributes = Object.entries(entry.MessageAttributes ?? {}).map(
    ([name, { DataType = '', StringValue = '', BinaryValue = '' }]) =>
      Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
  )
  return attributes.reduce((sum, size) => sum + size, Buffer.byteLength(String(entry.MessageBody ?? '')))
}
