import { queueUrl } from '../aws/endpoint.ts'
import { callFor } from '../aws/index.ts'
import type { SqsRecord } from './record.ts'

/** ms since 1970 at which a call must have ended. */
type Deadline = number

/**
 * Makes records receivable again after so many seconds each, in as few calls as there can be.
 *
 * @throws AwsError
 */
export async function changeVisibility(
  changes: readonly { readonly record: SqsRecord; readonly seconds: number }[],
  deadline: Deadline,
): Promise<void> {
  const arn = changes[0]?.record.queueArn
  if (!arn) return
  for (let start = 0; start < changes.length; start += 10) {
    await callFor({ deadline }, 'sqs', 'ChangeMessageVisibilityBatch', {
      QueueUrl: queueUrl(arn),
      Entries: changes.slice(start, start + 10).map(({ record, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: seconds,
      })),
    })
  }
}
