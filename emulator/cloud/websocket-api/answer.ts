import { isRecord } from '../template/model.ts'

/** What a function answers to an event of a connection. */
export interface Answer {
  readonly status: number
  readonly body: string
  /** Header names are lower case. */
  readonly headers: Readonly<Record<string, string>>
}

const members = new Set(['statusCode', 'body', 'headers', 'multiValueHeaders', 'isBase64Encoded'])

/**
 * Reads what a function returned; undefined for what API Gateway calls a malformed proxy response: without a status code,
 * or with a member that it does not know.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
 */
export function readAnswer(payload: Buffer): Answer | undefined {
  const result = parse(payload)
  if (!isRecord(result) || !Object.keys(result).every((name) => members.has(name))) return undefined
  const status = Number(result['statusCode'])
  const body = result['body'] ?? ''
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string') return undefined
  const headers = isRecord(result['headers']) ? result['headers'] : {}
  return {
    status,
    body: result['isBase64Encoded'] === true ? Buffer.from(body, 'base64').toString() : body,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
  }
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString()) as unknown
  } catch {
    // A function of the author's own runtime may answer anything.
    return undefined
  }
}
