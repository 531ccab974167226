import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { syncPayloadLimit } from '../lambda/outcome.ts'
import { formatTraceHeader, newSegmentId, newTraceId, parseTraceHeader } from '../xray/header.ts'
import { type Authorizer, authorize } from './authorizer.ts'
import { type CorsConfiguration, corsHeaders, preflightHeaders } from './cors.ts'
import { requestEvent } from './event.ts'
import type { ApiHost, ApiRequestRecord } from './host.ts'
import { type ApiResponse, gatewayResponse, readResponse } from './response.ts'
import type { Route, RouteMatch } from './routes.ts'

/** What a route leads to. */
export interface RouteTarget {
  readonly functionArn: string
  readonly authorizer?: Authorizer
  readonly scopes?: readonly string[]
  /** ms */
  readonly timeout: number
}

/** A deployed HTTP API. */
export interface HttpApi {
  readonly apiId: string
  readonly stage: string
  readonly stageVariables?: Readonly<Record<string, string>>
  readonly cors?: CorsConfiguration
  readonly route: (method: string, path: string) => RouteMatch<RouteTarget> | undefined
}

/** Bytes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const bodyLimit = 10 * 2 ** 20
const headerLimit = 10_240

/** Answers one request of a client. */
export async function handleRequest(
  api: HttpApi,
  host: ApiHost,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID()
  const answer = (given: ApiResponse): void => {
    const origin = request.headers.origin
    const headers = api.cors
      ? { ...without(given.headers, 'access-control-'), ...corsHeaders(api.cors, origin) }
      : given.headers
    send(response, { ...given, headers: { ...headers, 'apigw-requestid': requestId } }, request.method === 'HEAD')
  }
  const [encodedPath = '/', rawQueryString = ''] = splitAt(request.url ?? '/', '?')
  const rawPath = decode(encodedPath)
  const method = request.method ?? 'GET'
  const refuse = (status: number, message: string): void => {
    host.refused({ method, path: rawPath ?? encodedPath, start: host.now() }, status)
    answer(gatewayResponse(status, message))
  }
  if (rawPath === undefined) return refuse(400, 'Bad Request')
  if (headerSize(request) > headerLimit) return refuse(431, 'Request Header Fields Too Large')
  if (api.cors && method === 'OPTIONS')
    return send(
      response,
      {
        status: 204,
        headers: { ...preflightHeaders(api.cors, request.headers.origin), 'apigw-requestid': requestId },
        body: '',
      },
      false,
    )
  const path = withoutStage(rawPath, api.stage)
  const match = path === undefined ? undefined : api.route(method, path)
  if (!match) return refuse(404, 'Not Found')
  const body = await readBody(request)
  if (!body) return refuse(413, 'Request Entity Too Large')

  const given = parseTraceHeader(header(request, 'x-amzn-trace-id'))
  const time = host.now()
  const root = given?.root ?? newTraceId(time)
  const record: ApiRequestRecord = {
    spanId: newSegmentId(),
    traceId: root,
    requestId,
    method,
    path: rawPath,
    functionArn: match.route.target.functionArn,
    start: time,
  }
  host.started(record)
  const facts = {
    accountId: host.account,
    apiId: api.apiId,
    stage: api.stage,
    routeKey: match.route.key,
    requestId,
    traceHeader: formatTraceHeader({ ...given, root }),
    time,
    rawPath,
    rawQueryString,
    pathParameters: match.parameters,
    stageVariables: api.stageVariables,
  }
  const result = await respond(match.route, host, facts, request, body, record)
  record.status = result.status
  record.end = host.now()
  host.ended(record)
  answer(result)
}

async function respond(
  { key, target }: Route<RouteTarget>,
  host: ApiHost,
  facts: Parameters<typeof requestEvent>[2],
  request: IncomingMessage,
  body: Buffer,
  record: ApiRequestRecord,
): Promise<ApiResponse> {
  try {
    let authorizer: Readonly<Record<string, unknown>> | undefined
    if (target.authorizer) {
      const decision = await authorize(
        target.authorizer,
        target.scopes ?? [],
        requestEvent(request, Buffer.alloc(0), facts),
        host,
      )
      if ('denied' in decision) return decision.denied
      authorizer = decision.context
    }
    const event = requestEvent(request, body, { ...facts, authorizer })
    const payload = JSON.stringify(event)
    const size = Buffer.byteLength(payload)
    // Lambda's limit comes before the API's own, and base64 and escapes count:
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    if (size > syncPayloadLimit) {
      host.problem(`${key}: the request is an event of ${size} bytes, and Lambda takes at most ${syncPayloadLimit}`)
      return gatewayResponse(413, 'Request Entity Too Large')
    }
    const result = await withTimeout(
      host.invoke(target.functionArn, {
        payload,
        trigger: key,
        traceHeader: facts.traceHeader,
        flows: [{ traceId: record.traceId, parentId: record.spanId }],
        source: `${facts.apiId}/${facts.stage}/${key === '$default' ? '$default' : key.replace(' ', '')}`,
      }),
      target.timeout,
    )
    if (result === 'timeout') return gatewayResponse(503, 'Service Unavailable')
    if (result.error) return gatewayResponse(500, 'Internal Server Error')
    const response = readResponse(result.payload)
    if (response) return response
    host.problem(
      `${key}: the function's answer is no HTTP response: statusCode must be a number from 100 to 599, body a string, and headers without line breaks, got ${result.payload.toString().slice(0, 200)}`,
    )
    return gatewayResponse(500, 'Internal Server Error')
  } catch (error) {
    host.problem(`${key}: ${error instanceof Error ? error.message : error}`)
    const throttled = error instanceof Error && error.name === 'TooManyRequestsException'
    return throttled ? gatewayResponse(503, 'Service Unavailable') : gatewayResponse(500, 'Internal Server Error')
  }
}

export async function withTimeout<T>(work: Promise<T>, limit: number): Promise<T | 'timeout'> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), limit)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}

function send(response: ServerResponse, { status, headers, body }: ApiResponse, head: boolean): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const noBody = status === 204 || status === 304 || status < 200
  response.writeHead(status, {
    ...without(headers, 'content-length'),
    ...(!noBody && { 'content-length': bytes.length }),
  })
  response.end(head || noBody ? undefined : bytes)
}

function without<T>(headers: Readonly<Record<string, T>>, prefix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(prefix)))
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= bodyLimit) chunks.push(chunk)
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks)
}

function withoutStage(path: string, stage: string): string | undefined {
  if (stage === '$default') return path
  if (path === `/${stage}`) return '/'
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined
}

function headerSize(request: IncomingMessage): number {
  let size = (request.method?.length ?? 0) + (request.url?.length ?? 0)
  for (const part of request.rawHeaders) size += part.length
  return size
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

function splitAt(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
