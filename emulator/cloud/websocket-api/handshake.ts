import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { newTraceId } from '../xray/header.ts'
import type { Connection } from './connection.ts'
import { connectEvent } from './event.ts'
import { newIdentifier } from './identifier.ts'
import { mayConnect } from './origin.ts'
import { type RouteTarget, runRoute, type WebSocketHost } from './route.ts'

/** What becomes of a handshake: it is refused with a status, or accepted with the subprotocol that `$connect` chose. */
export type Decision = { readonly refused: number } | { readonly protocol: string | undefined }

/** Asks the `$connect` route, if there is one, whether a client may connect. */
export async function decide(
  host: WebSocketHost,
  connection: Connection,
  target: RouteTarget | undefined,
  request: IncomingMessage,
): Promise<Decision> {
  const { origin, 'sec-websocket-key': key, 'sec-websocket-version': version } = request.headers
  if (request.method !== 'GET' || key === undefined || version !== '13') return { refused: 400 }
  if (!mayConnect(origin, host.trusts)) {
    host.problem(
      `$connect: a page of ${origin} may not open a WebSocket on this machine: serve it from localhost, or name its origin in the CORS settings of the HTTP API`,
    )
    return { refused: 403 }
  }
  if (!target) return { protocol: undefined }
  const facts = { routeKey: '$connect', requestId: newIdentifier(), time: connection.connectedAt }
  const root = newTraceId(connection.connectedAt)
  const outcome = await runRoute(
    host,
    connection,
    '$connect',
    target,
    connectEvent(connection, facts, request, root),
    root,
  )
  if ('failed' in outcome) return { refused: outcome.failed }
  if (outcome.status >= 200 && outcome.status < 300) return { protocol: outcome.headers['sec-websocket-protocol'] }
  return { refused: outcome.status >= 400 ? outcome.status : 500 }
}

/** Answers a handshake that is refused. */
export function refuse(socket: Duplex, status: number, connectionId: string): void {
  const body = JSON.stringify({ message: STATUS_CODES[status] ?? 'Error', connectionId, requestId: newIdentifier() })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.once('finish', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
