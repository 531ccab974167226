import { queueUrl } from '../aws/endpoint.ts'
import { callFor } from '../aws/index.ts'
import type { SqsRecord } from './record.ts'

/** Bytes; the rest of a reason is cut. */
const longestReason = 1024

/**
 * Moves a record that no retry can help to the Step's dead-letter queue: the original body, and why.
 *
 * @throws AwsError
 */
export async function sendDeadLetter(
  dlq: string,
  step: string,
  record: SqsRecord,
  reason: string,
  deadline: number,
): Promise<void> {
  await callFor({ deadline, traceHeader: record.traceHeader }, 'sqs', 'SendMessage', {
    QueueUrl: queueUrl(dlq),
    MessageBody: record.body,
    MessageAttributes: {
      'motia.reason': { DataType: 'String', StringValue: cut(reason) },
      'motia.step': { DataType: 'String', StringValue: step },
      'motia.attempt': { DataType: 'Number', StringValue: String(record.attempt) },
    },
    ...(record.traceHeader && {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: record.traceHeader } },
    }),
    ...(dlq.endsWith('.fifo') && {
      MessageGroupId: record.groupId ?? step,
      MessageDeduplicationId: record.messageId,
    }),
  })
}

/** SQS takes no characters that XML 1.0 lacks, and no empty text. */
function cut(reason: string): string {
  const clean = reason.replace(/[^\P{Cc}\t\n\r]|\p{Surrogate}|[\ufffe\uffff]/gu, ' ') || 'no reason'
  const bytes = Buffer.from(clean)
  if (bytes.length <= longestReason) return clean
  return bytes
    .subarray(0, longestReason)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
}
