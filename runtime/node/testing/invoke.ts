/** Contexts and events as Lambda gives them. */
import type { LambdaContext } from '../invocation/run.ts'

export function lambdaContext(remaining: number | (() => number) = 30_000, awsRequestId = 'request-1'): LambdaContext {
  return {
    awsRequestId,
    getRemainingTimeInMillis: () => (typeof remaining === 'function' ? remaining() : remaining),
  }
}

export interface RequestGiven {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly params?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
  /** Anything but a text is sent as JSON. */
  readonly body?: unknown
  readonly base64?: boolean
  readonly requestId?: string
}

/** An HTTP API event of payload format 2.0. */
export function httpEvent(given: RequestGiven = {}): object {
  const { method = 'GET', path = '/', query = '', params, cookies, body, base64 = false, requestId = 'api-1' } = given
  const json = body !== undefined && typeof body !== 'string'
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'api.example.com', ...(json && { 'content-type': 'application/json' }), ...given.headers },
    ...(cookies && { cookies }),
    ...(params && { pathParameters: params }),
    ...(body !== undefined && { body: json ? JSON.stringify(body) : body }),
    isBase64Encoded: base64,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      requestId,
      stage: '$default',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
    },
  }
}

export interface RecordGiven {
  readonly id: string
  /** Anything but a text is sent as JSON. */
  readonly body?: unknown
  readonly receiveCount?: number
  readonly groupId?: string
  readonly traceHeader?: string
}

/** An SQS event; a FIFO queue's when a record has a group. */
export function sqsEvent(records: readonly RecordGiven[], queue = 'work'): object {
  const fifo = records.some(({ groupId }) => groupId !== undefined)
  return {
    Records: records.map(({ id, body = null, receiveCount = 1, groupId, traceHeader }) => ({
      messageId: id,
      receiptHandle: `handle-${id}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: {
        ApproximateReceiveCount: String(receiveCount),
        SentTimestamp: '1767323045678',
        ...(groupId !== undefined && { MessageGroupId: groupId }),
        ...(traceHeader !== undefined && { AWSTraceHeader: traceHeader }),
      },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:eu-north-1:123456789012:${queue}${fifo ? '.fifo' : ''}`,
      awsRegion: 'eu-north-1',
    })),
  }
}

/** An envelope as CONTRACT.md has it. */
export function envelope(fields: Readonly<Record<string, unknown>> = {}): object {
  return {
    v: 1,
    id: 'envelope-1',
    topic: 'order.created',
    data: null,
    traceId: '1-581cf771-a006649127e371903a2de979',
    parentId: 'parent',
    hop: 1,
    time: '2026-01-02T03:04:05.678Z',
    ...fields,
  }
}
