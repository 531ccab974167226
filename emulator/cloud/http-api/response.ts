import { validateHeaderName, validateHeaderValue } from 'node:http'
import { isRecord } from '../template/model.ts'

/** What goes to the client. */
export interface ApiResponse {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly body: string | Buffer
}

/** An answer of API Gateway itself. */
export function gatewayResponse(status: number, message: string): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) }
}

/**
 * Reads what a function returned by the rules of payload format 2.0; undefined when it breaks them, which is an
 * `Internal Server Error` for the client.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.v2
 */
export function readResponse(payload: Buffer): ApiResponse | undefined {
  let result: unknown
  try {
    result = JSON.parse(payload.toString())
  } catch {
    return undefined
  }
  if (!isRecord(result) || !('statusCode' in result))
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: typeof result === 'string' ? result : JSON.stringify(result),
    }
  const status = Number(result['statusCode'])
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined
  const body = result['body'] ?? ''
  if (typeof body !== 'string') return undefined
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(isRecord(result['headers']) ? result['headers'] : {}))
    if (value !== null && value !== undefined) headers[name.toLowerCase()] = String(value)
  if (Array.isArray(result['cookies'])) headers['set-cookie'] = result['cookies'].map(String)
  if (body !== '') headers['content-type'] ??= 'text/plain;charset=UTF-8'
  if (!Object.entries(headers).every(([name, value]) => isHeader(name, value))) return undefined
  return { status, headers, body: result['isBase64Encoded'] === true ? Buffer.from(body, 'base64') : body }
}

/** Whether HTTP can carry it: a line break, for one, would begin another header. */
function isHeader(name: string, value: string | string[]): boolean {
  try {
    validateHeaderName(name)
    for (const one of [value].flat()) validateHeaderValue(name, one)
    return true
  } catch {
    return false
  }
}
