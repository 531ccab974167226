import { ResponseTooLargeError } from '../errors.ts'

/** What a handler gives that states more than a body. */
export interface Envelope {
  readonly status: number
  readonly headers?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export interface HttpResult {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly cookies?: string[]
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB of response, as JSON */
const limit = 6_291_556

/** An object whose `status` is an integer from 100 to 599. */
export function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null) return false
  const { status } = value as { status?: unknown }
  return Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 599
}

/** DESIGN's response rule for `defineStep`. */
export function envelopeOf(value: unknown): Envelope {
  if (isEnvelope(value)) return value
  return value === undefined ? { status: 204 } : { status: 200, body: value }
}

/** @throws ResponseTooLargeError */
export function writeResponse(method: string, { status, headers: given, body }: Envelope): HttpResult {
  const headers: Record<string, string> = {}
  const cookies: string[] = []
  for (const name in given) {
    const value = given[name]
    if (value === undefined || value === null) continue
    const lower = name.toLowerCase()
    if (lower === 'set-cookie') cookies.push(...(Array.isArray(value) ? value.map(String) : [String(value)]))
    // API Gateway counts the bytes itself; a handler's count would be of the text before encoding.
    else if (lower !== 'content-length') headers[lower] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  const result: HttpResult = {
    statusCode: status,
    headers,
    ...(cookies.length > 0 && { cookies }),
    ...(hasBody(status) ? encode(body, headers) : undefined),
  }
  if (method === 'HEAD' && result.body !== undefined) return { ...result, body: '', isBase64Encoded: false }
  checkSize(result)
  return result
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1 and 15.3.6: neither 1xx, 204, 205 nor 304 has one */
function hasBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 205 && status !== 304
}

function encode(body: unknown, headers: Record<string, string>): Pick<HttpResult, 'body' | 'isBase64Encoded'> {
  if (body === undefined) return {}
  if (typeof body === 'string') {
    headers['content-type'] ??= 'text/html; charset=utf-8'
    return { body }
  }
  const bytes = bytesOf(body)
  if (bytes) {
    headers['content-type'] ??= 'application/octet-stream'
    return { body: bytes.toString('base64'), isBase64Encoded: true }
  }
  headers['content-type'] ??= 'application/json'
  return { body: JSON.stringify(body) ?? '' }
}

function bytesOf(body: unknown): Buffer | undefined {
  if (Buffer.isBuffer(body)) return body
  if (body instanceof ArrayBuffer) return Buffer.from(body)
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return undefined
}

function checkSize(result: HttpResult): void {
  // JSON makes six bytes of a character at most, so what is short needs no counting.
  if (result.body === undefined || result.body.length < limit / 8) return
  const size = Buffer.byteLength(JSON.stringify(result))
  if (size > limit) {
    throw new ResponseTooLargeError(
      `the answer is ${size} bytes as JSON, Lambda takes at most ${limit}: answer in pages, or put it in S3 and redirect to a presigned URL`,
    )
  }
}
