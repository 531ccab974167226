import { queueUrl } from '../aws/endpoint.ts'
import { AwsError } from '../aws/error.ts'
import { callFor } from '../aws/index.ts'
import type { SqsRecord } from './record.ts'

/**
 * Makes records receivable again after so many seconds each, in as few calls as there can be. `deadline` is ms since 1970.
 *
 * @throws AwsError
 */
export async function changeVisibility(
  changes: readonly { readonly record: SqsRecord; readonly seconds: number }[],
  deadline: number,
): Promise<void> {
  const arn = changes[0]?.record.queueArn
  if (!arn) return
  for (let start = 0; start < changes.length; start += 10) {
    const { Failed = [] } = await callFor({ deadline }, 'sqs', 'ChangeMessageVisibilityBatch', {
      QueueUrl: queueUrl(arn),
      Entries: changes.slice(start, start + 10).map(({ record, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: seconds,
      })),
    })
    const [failed] = Failed
    if (failed) {
      throw new AwsError({
        code: failed.Code ?? 'Unknown',
        detail: failed.Message ?? 'no reason given',
        service: 'sqs',
        operation: 'ChangeMessageVisibility',
        attempts: 1,
      })
    }
  }
}
