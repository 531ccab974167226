import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type Connection, type OpenConnection, openConnection } from './connection.ts'
import { disconnectEvent, messageEvent } from './event.ts'
import { createFrameGauge } from './frames.ts'
import { newIdentifier } from './identifier.ts'
import { frameLimit } from './limits.ts'
import { type RouteTarget, runRoute, type WebSocketHost } from './route.ts'
import type { RouteSelector } from './selection.ts'

/** What an API does with messages, as it stands when one comes: it may be deployed anew while clients are connected. */
export interface Routing {
  readonly select: RouteSelector
  target(routeKey: string): RouteTarget | undefined
}

/** Serves a connection from its handshake to its end. */
export function serve(
  host: WebSocketHost,
  routing: Routing,
  connection: Connection,
  socket: WebSocket,
  transport: Duplex,
): OpenConnection {
  const open = openConnection(connection, socket, host.clock)
  const tooLarge = createFrameGauge(frameLimit)
  // Before the WebSocket itself sees the bytes: once it closes, what comes is not delivered.
  transport.prependListener('data', (bytes: Buffer) => {
    if (open.isOpen() && tooLarge(bytes)) socket.close(1009, 'Message too big')
  })
  socket.on('message', (data, isBinary) => {
    if (!open.isOpen()) return
    open.touch()
    if (isBinary) return socket.close(1003, 'Binary is not supported')
    void receive(host, routing, open, String(data))
  })
  // A message over the limit, or one that breaks the protocol: the socket closes itself, with the code for it. Of a client
  // that is just gone $disconnect is told.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code?.startsWith('WS_ERR_')) host.problem(`a client was disconnected: ${error.message}`)
  })
  socket.once('close', (code, reason) => void disconnected(host, routing, connection, code, reason.toString()))
  return open
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html */
async function receive(host: WebSocketHost, routing: Routing, connection: OpenConnection, text: string): Promise<void> {
  const requestId = newIdentifier()
  const tell = (message: string): void => {
    connection.send(`{"message": "${message}", "connectionId":"${connection.id}", "requestId":"${requestId}"}`)
  }
  const asked = routing.select(text)
  // The routes with a $ are the gateway's own: no message can ask for them.
  const routeKey = asked !== undefined && !asked.startsWith('$') && routing.target(asked) ? asked : '$default'
  const target = routing.target(routeKey)
  if (!target) return tell('Forbidden')
  const facts = { routeKey, requestId, time: host.clock.now() }
  const outcome = await runRoute(
    host,
    connection,
    routeKey,
    target,
    messageEvent(connection, facts, newIdentifier(), text),
  )
  if ('failed' in outcome) tell(outcome.failed === 504 ? 'Endpoint request timed out' : 'Internal server error')
  else if (target.responds) connection.send(outcome.body)
}

/** Reasons as API Gateway gives them, by close code. */
const reasons: Readonly<Record<number, string>> = {
  1000: 'Connection Closed Normally',
  1001: 'Going away',
  1005: 'Client-side close frame status not set',
  1006: 'Connection Closed Abnormally',
}

/** Tells the `$disconnect` route, if there is one. */
export async function disconnected(
  host: WebSocketHost,
  routing: Routing,
  connection: Connection,
  code: number,
  reason = '',
): Promise<void> {
  const target = routing.target('$disconnect')
  if (!target) return
  const facts = { routeKey: '$disconnect', requestId: newIdentifier(), time: host.clock.now() }
  const event = disconnectEvent(connection, facts, { code, reason: reason || (reasons[code] ?? '') })
  await runRoute(host, connection, '$disconnect', target, event)
}
