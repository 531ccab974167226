import type { Message } from '@aws-sdk/client-sqs'
import { type Failure, failureOf } from './failure.ts'

/** A message of a dead-letter queue. */
export interface Letter {
  readonly id: string
  /** ISO 8601. */
  readonly sentAt: string
  readonly receiveCount: number
  readonly topic: string | null
  readonly traceId: string | null
  readonly body: string
  /** What the runtime's log lines call the message. */
  readonly messageId: string
  /** By which its log lines are found; null when no function ever had it. */
  readonly mark: string | null
  /** ms since 1970, before the first try. */
  readonly since: number
  /** Where the letter itself says why it is one. */
  readonly failure: Failure | undefined
}

type Fields = Readonly<Record<string, unknown>>

/** @param fifo when it was moved to the dead-letter queue is then all that SQS knows of when it was sent */
export function readLetter(message: Message, fifo: boolean): Letter {
  const body = message.Body ?? ''
  const parsed = parse(body)
  const detail = isFields(parsed['detail']) ? parsed['detail'] : {}
  const envelope = [parsed, detail].find((fields) => fields['v'] === 1)
  const { AWSTraceHeader: header = '' } = message.Attributes ?? {}
  const traceId = text(envelope?.['traceId']) ?? /Root=([^;]+)/.exec(header)?.[1] ?? null
  const messageId =
    text(envelope?.['id']) ?? ((detail === parsed['detail'] && text(parsed['id'])) || message.MessageId!)
  const requestId = isFields(parsed['requestContext']) ? text(parsed['requestContext']['requestId']) : undefined
  const sent = Number(message.Attributes?.SentTimestamp ?? 0)
  const failure = told(message, parsed)
  return {
    id: message.MessageId!,
    sentAt: new Date(sent).toISOString(),
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
    topic: text(envelope?.['topic'] ?? parsed['detail-type']) ?? null,
    traceId,
    body,
    messageId,
    mark: traceId ?? requestId ?? (attribute(message, 'SCHEDULE_ARN') ? null : messageId),
    since: fifo ? Date.parse(text(envelope?.['time']) ?? '') || 0 : sent,
    failure,
  }
}

/** By the runtime, by Lambda (a destination's record), by EventBridge Scheduler; SQS says nothing when it moves one. */
function told(message: Message, body: Fields): Failure | undefined {
  const refused = attribute(message, 'motia.reason')
  if (refused !== undefined) return { reason: refused }
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
  const unreached = attribute(message, 'ERROR_MESSAGE')
  if (unreached !== undefined)
    return { reason: [attribute(message, 'ERROR_CODE'), unreached].filter(Boolean).join(': ') }
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
  const { requestContext, responsePayload, timestamp } = body
  if (!isFields(requestContext) || text(requestContext['condition']) === undefined) return undefined
  const failure = isFields(responsePayload) ? failureOf(responsePayload) : undefined
  const attempt = Number(requestContext['approximateInvokeCount'])
  return {
    ...(failure ?? { reason: text(requestContext['condition'])! }),
    ...(text(timestamp) !== undefined && { failedAt: text(timestamp)! }),
    ...(attempt > 0 && { attempt }),
  }
}

const attribute = (message: Message, name: string): string | undefined => message.MessageAttributes?.[name]?.StringValue

/** Somebody else's message has a body and no more. */
function parse(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body)
    return isFields(value) ? value : {}
  } catch {
    return {}
  }
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
