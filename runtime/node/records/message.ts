import { newTraceId, parseTraceHeader, type TraceHeader } from '../trace/header.ts'
import type { SqsRecord } from './record.ts'

/** What a record brings to a handler. */
export interface Message {
  readonly data: unknown
  readonly topic: string
  /** The same at every delivery. */
  readonly id: string
  readonly traceId: string
  readonly hop: number
  /** The `X-Amzn-Trace-Id` in force when it was sent. */
  readonly traceHeader: string | undefined
}

/**
 * Reads a record's body: our envelope, our envelope as the detail of an EventBridge event, an event that a pattern matched,
 * or whatever else somebody sent to the queue.
 */
export function readMessage(record: SqsRecord, onlyTopic: string, invocation: TraceHeader | undefined): Message {
  const body = parse(record.body)
  const envelope = envelopeIn(body) ?? (isBusEvent(body) ? envelopeIn(body['detail']) : undefined)
  const traceId = () => (parseTraceHeader(record.traceHeader) ?? invocation)?.root ?? newTraceId()
  if (envelope) {
    return {
      data: envelope['data'],
      topic: envelope['topic'],
      id: envelope['id'],
      traceId: typeof envelope['traceId'] === 'string' && envelope['traceId'] ? envelope['traceId'] : traceId(),
      hop: Number.isInteger(envelope['hop']) ? (envelope['hop'] as number) : 0,
      traceHeader: isText(envelope['traceHeader']) ? envelope['traceHeader'] : record.traceHeader,
    }
  }
  const sent = { traceId: traceId(), hop: 0, traceHeader: record.traceHeader }
  if (isBusEvent(body)) return { data: body['detail'], topic: body['detail-type'], id: body['id'], ...sent }
  return { data: body, topic: onlyTopic, id: record.messageId, ...sent }
}

type Fields = Readonly<Record<string, unknown>>

function envelopeIn(body: unknown): (Fields & { readonly id: string; readonly topic: string }) | undefined {
  if (!isObject(body) || body['v'] !== 1) return undefined
  return isText(body['id']) && isText(body['topic']) ? (body as Fields & { id: string; topic: string }) : undefined
}

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
function isBusEvent(body: unknown): body is Fields & { readonly id: string; readonly 'detail-type': string } {
  return (
    isObject(body) && 'detail' in body && isText(body['detail-type']) && isText(body['source']) && isText(body['id'])
  )
}

/** A body that is no JSON is a text. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
