import type { QueueMessage } from '../../ports.ts'
import { compilePattern } from '../../services/matching/index.ts'
import { isRecord } from '../template/model.ts'
import { parseTraceHeader } from '../xray/header.ts'

/** One record of the event an SQS event source gives to a function. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsRecord(message: QueueMessage, queueArn: string, region: string): Record<string, unknown> {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  }
}

/** What the message says of the flow it belongs to. */
export interface MessageFlow {
  readonly traceId: string | undefined
  /** The envelope's id: the emit that sent it names it too. */
  readonly envelopeId: string | undefined
  readonly topic: string | undefined
}

/** Reads the envelope of a message body, also where an EventBridge event carries it as its detail. */
export function messageFlow({ body, attributes }: Pick<QueueMessage, 'body' | 'attributes'>): MessageFlow {
  const parsed = parseJson(body)
  const envelope = isRecord(parsed) && isRecord(parsed['detail']) && 'detail-type' in parsed ? parsed['detail'] : parsed
  const text = (name: string): string | undefined =>
    isRecord(envelope) && typeof envelope[name] === 'string' ? envelope[name] : undefined
  const isEnvelope = isRecord(envelope) && 'v' in envelope && 'topic' in envelope
  return {
    traceId: (isEnvelope ? text('traceId') : undefined) ?? parseTraceHeader(attributes['AWSTraceHeader'])?.root,
    envelopeId: isEnvelope ? text('id') : undefined,
    topic: isEnvelope ? text('topic') : undefined,
  }
}

/** Compiles the filters of an event source: a message passes when one of them fits. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html */
export function compileFilters(
  patterns: readonly string[],
): (message: QueueMessage, record: Readonly<Record<string, unknown>>) => boolean {
  if (patterns.length === 0) return () => true
  const filters = patterns.map((text) => {
    const pattern: unknown = JSON.parse(text)
    return { matches: compilePattern(pattern), wantsJson: isRecord(pattern) && isRecord(pattern['body']) }
  })
  return (message, record) => {
    const parsed = parseJson(message.body)
    return filters.some(({ matches, wantsJson }) => {
      if (wantsJson && parsed === undefined) return false
      return matches({ ...record, body: wantsJson ? parsed : message.body })
    })
  }
}

function parseJson(text: string): unknown {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
