import type { MessageAttribute, QueueMessage } from '../../ports.ts'
import { md5 } from './digest.ts'
import { writeReceipt } from './receipt.ts'
import type { MessageRow } from './schema.ts'
import { sequenceNumber } from './send.ts'

/** A stored message as ReceiveMessage shows it, with all of its attributes. */
export function toQueueMessage(row: MessageRow): QueueMessage {
  return {
    messageId: row.id,
    receiptHandle:
      row.receipt === null ? '' : writeReceipt({ queue: row.queue, sequence: row.sequence, nonce: row.receipt }),
    body: row.body,
    md5OfBody: md5(row.body),
    attributes: systemAttributes(row),
    messageAttributes: messageAttributes(row),
  }
}

export const messageAttributes = (row: MessageRow): Readonly<Record<string, MessageAttribute>> =>
  row.attributes === null ? {} : JSON.parse(row.attributes)

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
function systemAttributes(row: MessageRow): Readonly<Record<string, string>> {
  return {
    SenderId: row.sender,
    SentTimestamp: String(row.sent),
    ApproximateReceiveCount: String(row.total_receives),
    ...(row.first_received !== null && { ApproximateFirstReceiveTimestamp: String(row.first_received) }),
    ...(row.group_id !== null && { MessageGroupId: row.group_id }),
    ...(row.deduplication_id !== null && { MessageDeduplicationId: row.deduplication_id }),
    ...(row.queue.endsWith('.fifo') && { SequenceNumber: sequenceNumber(row.sequence) }),
    ...(row.trace_header !== null && { AWSTraceHeader: row.trace_header }),
    ...(row.source !== null && { DeadLetterQueueSourceArn: row.source }),
  }
}
