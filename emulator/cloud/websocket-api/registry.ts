import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocketServer } from 'ws'
import type { ApiPort, ApiPorts } from '../api-ports.ts'
import type { ApiSettings, RouteSettings } from '../http-api/registry.ts'
import type { Connection, OpenConnection } from './connection.ts'
import { decide, refuse } from './handshake.ts'
import { newIdentifier } from './identifier.ts'
import { messageLimit } from './limits.ts'
import type { RouteTarget, WebSocketHost } from './route.ts'
import { type RouteSelector, readSelection } from './selection.ts'
import { disconnected, type Routing, serve } from './session.ts'

/** The WebSocket APIs of the account, and who is connected to them. */
export interface WebSocketApis extends ApiSettings {
  /** Creates or changes an API; returns its URL. */
  putApi(apiId: string, routeSelectionExpression: string): Promise<string>
  removeApi(apiId: string): Promise<void>
  /** Lets what the function of a route returns go to the client, if the route says so too. */
  putRouteResponse(apiId: string, routeId: string): void
  removeRouteResponse(apiId: string, routeId: string): void
  has(apiId: string): boolean
  /** URLs by API id, in order of creation. */
  urls(): ReadonlyMap<string, string>
  /** Where connections can be: each API with its stage. */
  stages(): readonly { readonly apiId: string; readonly stage: string }[]
  connection(id: string): OpenConnection | undefined
  stop(): Promise<void>
}

interface ApiState {
  readonly apiId: string
  readonly port: ApiPort
  readonly sockets: WebSocketServer
  /** Of all who are connected, or about to be. */
  readonly transports: Set<Duplex>
  readonly routing: Routing
  select: RouteSelector
  stage: string
  stageVariables: Readonly<Record<string, string>>
  readonly integrations: Map<string, { readonly functionArn: string; readonly timeout: number }>
  readonly routes: Map<string, RouteSettings>
  readonly responses: Set<string>
}

export function createWebSocketApis(host: WebSocketHost, ports: ApiPorts): WebSocketApis {
  const apis = new Map<string, ApiState>()
  const connections = new Map<string, OpenConnection>()
  /** What `$connect` chose, for who shakes hands. */
  const protocols = new WeakMap<IncomingMessage, string>()

  const connect = async (api: ApiState, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    // Until the handshake is over nobody else listens; a client that went away is seen below.
    socket.on('error', () => socket.destroy())
    api.transports.add(socket)
    socket.once('close', () => api.transports.delete(socket))
    const connection = newConnection(api, request, host.clock.now())
    const decision = await decide(host, connection, api.routing.target('$connect'), request)
    if ('refused' in decision) return refuse(socket, decision.refused, connection.id)
    if (socket.destroyed) return disconnected(host, api.routing, connection, 1006)
    if (decision.protocol !== undefined) protocols.set(request, decision.protocol)
    api.sockets.handleUpgrade(request, socket, head, (client) => {
      connections.set(connection.id, serve(host, api.routing, connection, client, socket))
      client.once('close', () => connections.delete(connection.id))
    })
  }

  const start = async (apiId: string, select: RouteSelector): Promise<ApiState> => {
    // Most apps have no WebSocket API, and do without loading what it needs.
    const { WebSocketServer } = await import('ws')
    const sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: messageLimit,
      handleProtocols: (_, request) => protocols.get(request) ?? false,
    })
    const port = await ports.upgrades((request, socket, head) => {
      connect(api, request, socket, head).catch((error: unknown) => {
        host.problem(`$connect: ${error instanceof Error ? error.message : error}`)
        socket.destroy()
      })
    })
    const api: ApiState = {
      apiId,
      port,
      sockets,
      transports: new Set(),
      select,
      routing: { select: (message) => api.select(message), target: (routeKey) => targetOf(api, routeKey) },
      stage: '$default',
      stageVariables: {},
      integrations: new Map(),
      routes: new Map(),
      responses: new Set(),
    }
    apis.set(apiId, api)
    return api
  }

  const close = async ({ apiId, port, routes, transports }: ApiState): Promise<void> => {
    apis.delete(apiId)
    // Nobody is told of the end of what goes with its API.
    routes.clear()
    for (const connection of connections.values()) if (connection.apiId === apiId) connection.goAway()
    for (const transport of transports) transport.destroy()
    await port.release()
  }

  return {
    async putApi(apiId, expression) {
      const select = readSelection(expression)
      if (!select) throw new Error(`route selection expression ${expression} is not emulated`)
      const api = apis.get(apiId) ?? (await start(apiId, select))
      api.select = select
      return urlOf(api)
    },
    async removeApi(apiId) {
      const api = apis.get(apiId)
      if (api) await close(api)
    },
    putStage(apiId, stage, stageVariables) {
      const api = apis.get(apiId)
      if (api) Object.assign(api, { stage, stageVariables })
    },
    putIntegration: (apiId, id, integration) => void apis.get(apiId)?.integrations.set(id, integration),
    removeIntegration: (apiId, id) => void apis.get(apiId)?.integrations.delete(id),
    putRoute: (apiId, id, route) => void apis.get(apiId)?.routes.set(id, route),
    removeRoute: (apiId, id) => void apis.get(apiId)?.routes.delete(id),
    putRouteResponse: (apiId, routeId) => void apis.get(apiId)?.responses.add(routeId),
    removeRouteResponse: (apiId, routeId) => void apis.get(apiId)?.responses.delete(routeId),
    has: (apiId) => apis.has(apiId),
    functionArns: () =>
      new Set(
        [...apis.values()].flatMap(({ integrations }) => [...integrations.values()].map((each) => each.functionArn)),
      ),
    urls: () => new Map([...apis].map(([id, api]) => [id, urlOf(api)])),
    stages: () => [...apis.values()],
    connection(id) {
      const connection = connections.get(id)
      return connection?.isOpen() ? connection : undefined
    },
    async stop() {
      await Promise.all([...apis.values()].map(close))
    },
  }
}

const urlOf = ({ port }: ApiState): string => `ws://127.0.0.1:${port.number}`

function newConnection(api: ApiState, request: IncomingMessage, now: number): Connection {
  const { host, 'user-agent': userAgent } = request.headers
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1'
  return {
    id: newIdentifier(),
    apiId: api.apiId,
    stage: api.stage,
    stageVariables: api.stageVariables,
    domainName: host ?? `127.0.0.1:${api.port.number}`,
    connectedAt: now,
    identity: { sourceIp, ...(userAgent !== undefined && { userAgent }) },
  }
}

function targetOf({ routes, integrations, responses }: ApiState, routeKey: string): RouteTarget | undefined {
  for (const [id, { key, integrationId, responds = false }] of routes) {
    if (key !== routeKey) continue
    const integration = integrations.get(integrationId)
    return integration && { ...integration, responds: responds && responses.has(id) }
  }
  return undefined
}
