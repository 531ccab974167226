import type { IncomingMessage } from 'node:http'

/** What identifies a request besides what the client sent. */
export interface RequestFacts {
  readonly accountId: string
  readonly apiId: string
  readonly stage: string
  readonly routeKey: string
  readonly requestId: string
  readonly traceHeader: string
  /** ms since 1970 */
  readonly time: number
  /** Decoded, with the stage when it has a name. */
  readonly rawPath: string
  readonly rawQueryString: string
  readonly pathParameters?: Readonly<Record<string, string>> | undefined
  readonly stageVariables?: Readonly<Record<string, string>> | undefined
  readonly authorizer?: Readonly<Record<string, unknown>> | undefined
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'proxy-connection',
  'expect',
])
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * The event a function gets for a request, in payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function requestEvent(request: IncomingMessage, body: Buffer, facts: RequestFacts): Record<string, unknown> {
  const { headers, cookies } = readHeaders(request.rawHeaders)
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1'
  const address = request.socket.localPort
  headers['x-amzn-trace-id'] = facts.traceHeader
  headers['x-forwarded-for'] = headers['x-forwarded-for'] ? `${headers['x-forwarded-for']}, ${sourceIp}` : sourceIp
  headers['x-forwarded-port'] = String(address)
  headers['x-forwarded-proto'] = 'http'
  const domainName = headers['host'] ?? `127.0.0.1:${address}`
  const query = facts.rawQueryString === '' ? undefined : readQuery(facts.rawQueryString)
  return {
    version: '2.0',
    routeKey: facts.routeKey,
    rawPath: facts.rawPath,
    rawQueryString: facts.rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: facts.accountId,
      apiId: facts.apiId,
      ...(facts.authorizer && { authorizer: facts.authorizer }),
      domainName,
      domainPrefix: domainName.split(/[.:]/)[0],
      http: {
        method: request.method,
        path: facts.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey: facts.routeKey,
      stage: facts.stage,
      time: commonLogTime(facts.time),
      timeEpoch: facts.time,
    },
    ...(facts.pathParameters && { pathParameters: facts.pathParameters }),
    ...(facts.stageVariables && { stageVariables: facts.stageVariables }),
    ...readBody(body, headers),
  }
}

/** Lower-case names, repeated headers joined by commas, cookies in a list of their own. */
function readHeaders(raw: readonly string[]): { headers: Record<string, string>; cookies: string[] } {
  const headers: Record<string, string> = {}
  const cookies: string[] = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase()
    const value = raw[at + 1]!
    if (name === 'cookie') cookies.push(...value.split(/; */).filter((cookie) => cookie !== ''))
    else if (!hopByHop.has(name)) headers[name] = name in headers ? `${headers[name]},${value}` : value
  }
  return { headers, cookies }
}

/** Repeated keys are joined by commas. */
function readQuery(raw: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(raw)) query[name] = name in query ? `${query[name]},${value}` : value
  return query
}

/** Text as it is, everything else as Base64: also forms, as API Gateway has it. */
function readBody(
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false }
  const type = headers['content-type']
  const compressed = headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity'
  if (!compressed && (type === undefined || isText(type))) {
    const text = body.toString()
    // What is called text and is no UTF-8 would not survive.
    if (!text.includes('\uFFFD') || Buffer.from(text).equals(body)) return { body: text, isBase64Encoded: false }
  }
  return { body: body.toString('base64'), isBase64Encoded: true }
}

function isText(type: string): boolean {
  return /^\s*(text\/|application\/(json|javascript|xml)\b|application\/[^;]+\+(json|xml)\b)/i.test(type)
}

/** `10/Oct/2026:13:55:36 +0000` */
export function commonLogTime(time: number): string {
  const date = new Date(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}`
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}
