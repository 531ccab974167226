import { InvalidEventError } from '../errors.ts'

/** What an SQS event source hands over; https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface SqsRecord {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  /** How often the message was received, this time included. */
  readonly attempt: number
  /** Of a FIFO queue. */
  readonly groupId: string | undefined
  readonly traceHeader: string | undefined
  readonly queueArn: string
  readonly fifo: boolean
}

/**
 * @throws InvalidEventError when the event is no batch of SQS records, or a record could not be reported as failed
 */
export function readRecords(event: unknown): readonly SqsRecord[] {
  const records = isObject(event) ? event['Records'] : undefined
  if (!Array.isArray(records)) {
    throw new InvalidEventError(
      'the event holds no SQS records (it has no list "Records"): invoke the Step through its queue',
    )
  }
  return records.map((record: unknown, index) => {
    const fields = isObject(record) ? record : {}
    const { messageId } = fields
    if (typeof messageId !== 'string' || messageId === '') {
      throw new InvalidEventError(`record ${index} of the event has no messageId: it did not come from an SQS queue`)
    }
    const attributes = isObject(fields['attributes']) ? fields['attributes'] : {}
    const queueArn = textOf(fields['eventSourceARN']) ?? ''
    return {
      messageId,
      receiptHandle: textOf(fields['receiptHandle']) ?? '',
      body: textOf(fields['body']) ?? '',
      attempt: Math.max(1, Math.trunc(Number(textOf(attributes['ApproximateReceiveCount']))) || 1),
      groupId: textOf(attributes['MessageGroupId']),
      traceHeader: textOf(attributes['AWSTraceHeader']),
      queueArn,
      fifo: queueArn.endsWith('.fifo'),
    }
  })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
