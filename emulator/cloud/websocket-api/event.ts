import type { IncomingMessage } from 'node:http'
import { commonLogTime } from '../http-api/event.ts'
import type { Connection } from './connection.ts'

/** What identifies one event of a connection. */
export interface EventFacts {
  readonly routeKey: string
  readonly requestId: string
  /** ms since 1970 */
  readonly time: number
}

type Event = Readonly<Record<string, unknown>>

/**
 * The event of a handshake: the only one with headers and query of the client.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-integrations.html
 */
export function connectEvent(connection: Connection, facts: EventFacts, request: IncomingMessage, root: string): Event {
  const { remoteAddress, localPort } = request.socket
  const multiValueHeaders = readHeaders(request.rawHeaders)
  const forwarded = request.headers['x-forwarded-for']
  multiValueHeaders['X-Amzn-Trace-Id'] = [`Root=${root}`]
  multiValueHeaders['X-Forwarded-For'] = [[forwarded ?? [], remoteAddress ?? '127.0.0.1'].flat().join(', ')]
  multiValueHeaders['X-Forwarded-Port'] = [String(localPort)]
  multiValueHeaders['X-Forwarded-Proto'] = ['http']
  const query = readQuery(request.url ?? '/')
  return {
    headers: lastValues(multiValueHeaders),
    multiValueHeaders,
    ...(query && { queryStringParameters: lastValues(query), multiValueQueryStringParameters: query }),
    ...stageVariables(connection),
    requestContext: context(connection, facts, 'CONNECT'),
    isBase64Encoded: false,
  }
}

export function messageEvent(connection: Connection, facts: EventFacts, messageId: string, body: string): Event {
  return {
    ...stageVariables(connection),
    requestContext: { ...context(connection, facts, 'MESSAGE'), messageId },
    body,
    isBase64Encoded: false,
  }
}

export function disconnectEvent(
  connection: Connection,
  facts: EventFacts,
  close: { readonly code: number; readonly reason: string },
): Event {
  const multiValueHeaders = {
    Host: [connection.domainName],
    'x-api-key': [''],
    'X-Forwarded-For': [connection.identity.sourceIp],
    'x-restapi': [''],
  }
  return {
    headers: lastValues(multiValueHeaders),
    multiValueHeaders,
    ...stageVariables(connection),
    requestContext: {
      ...context(connection, facts, 'DISCONNECT'),
      disconnectStatusCode: close.code,
      disconnectReason: close.reason,
    },
    isBase64Encoded: false,
  }
}

function context(
  connection: Connection,
  { routeKey, requestId, time }: EventFacts,
  eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT',
): Record<string, unknown> {
  return {
    routeKey,
    eventType,
    extendedRequestId: requestId,
    requestTime: commonLogTime(time),
    messageDirection: 'IN',
    stage: connection.stage,
    connectedAt: connection.connectedAt,
    requestTimeEpoch: time,
    identity: connection.identity,
    requestId,
    domainName: connection.domainName,
    connectionId: connection.id,
    apiId: connection.apiId,
  }
}

function stageVariables({ stageVariables: variables }: Connection): Event {
  return Object.keys(variables).length > 0 ? { stageVariables: variables } : {}
}

/** As the client wrote them; those of the connection itself are the gateway's own. */
function readHeaders(raw: readonly string[]): Record<string, string[]> {
  const pairs: [string, string][] = []
  for (let at = 0; at < raw.length; at += 2) pairs.push([raw[at]!, raw[at + 1]!])
  return allValues(pairs.filter(([name]) => !/^(connection|upgrade|x-forwarded-\w+|x-amzn-trace-id)$/i.test(name)))
}

function readQuery(url: string): Record<string, string[]> | undefined {
  const mark = url.indexOf('?')
  return mark < 0 ? undefined : allValues(new URLSearchParams(url.slice(mark + 1)))
}

function allValues(pairs: Iterable<[string, string]>): Record<string, string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value])
  return Object.fromEntries(values)
}

function lastValues(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.at(-1)!]))
}
