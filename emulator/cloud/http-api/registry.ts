import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpApi, handleRequest, type RouteTarget } from './api.ts'
import type { Authorizer } from './authorizer.ts'
import type { CorsConfiguration } from './cors.ts'
import type { ApiHost } from './host.ts'
import { gatewayResponse } from './response.ts'
import { createRouter, type Route } from './routes.ts'

/** The HTTP APIs of the account, each on a port of its own. */
export interface ApiRegistry {
  /** Creates or changes an API; returns its URL. */
  putApi(apiId: string, cors: CorsConfiguration | undefined): Promise<string>
  removeApi(apiId: string): Promise<void>
  putStage(apiId: string, name: string, variables: Readonly<Record<string, string>>): void
  putIntegration(
    apiId: string,
    id: string,
    integration: { readonly functionArn: string; readonly timeout: number },
  ): void
  removeIntegration(apiId: string, id: string): void
  putRoute(apiId: string, id: string, route: RouteSettings): void
  removeRoute(apiId: string, id: string): void
  putAuthorizer(apiId: string, id: string, authorizer: Authorizer): void
  removeAuthorizer(apiId: string, id: string): void
  /** The functions that routes lead to. */
  functionArns(): Set<string>
  /** URLs by API id, in order of creation. */
  urls(): ReadonlyMap<string, string>
  stop(): Promise<void>
}

export interface RouteSettings {
  readonly key: string
  readonly integrationId: string
  readonly authorizerId?: string
  readonly scopes: readonly string[]
}

interface ApiState {
  readonly server: Server
  readonly url: string
  cors: CorsConfiguration | undefined
  stage: string
  stageVariables: Readonly<Record<string, string>>
  readonly integrations: Map<string, { readonly functionArn: string; readonly timeout: number }>
  readonly routes: Map<string, RouteSettings>
  readonly authorizers: Map<string, Authorizer>
  /** Built from the above when a request needs it. */
  compiled: HttpApi | undefined
}

/** @param port of the first API; 0 takes a free one */
export function createApiRegistry(host: ApiHost, port: number): ApiRegistry {
  const apis = new Map<string, ApiState>()

  const start = async (apiId: string, cors: CorsConfiguration | undefined): Promise<ApiState> => {
    // A client's oversized headers are to be answered by API Gateway's rule, not by Node's.
    const server = createServer({ keepAliveTimeout: 60_000, maxHeaderSize: 64 * 1024 })
    await new Promise<void>((listening, failed) => {
      server.once('error', failed)
      server.listen(apis.size === 0 ? port : 0, '127.0.0.1', listening)
    })
    const state: ApiState = {
      server,
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      cors,
      stage: '$default',
      stageVariables: {},
      integrations: new Map(),
      routes: new Map(),
      authorizers: new Map(),
      compiled: undefined,
    }
    server.on('request', (request, response) => {
      state.compiled ??= compile(apiId, state)
      handleRequest(state.compiled, host, request, response).catch((error: unknown) => {
        // A client that went away needs no answer.
        if (response.destroyed || request.destroyed) return
        host.problem(`${request.method} ${request.url}: ${error instanceof Error ? error.message : error}`)
        if (!response.headersSent) {
          const { status, headers, body } = gatewayResponse(500, 'Internal Server Error')
          response.writeHead(status, headers).end(body)
        } else response.destroy()
      })
    })
    apis.set(apiId, state)
    return state
  }

  const change = (apiId: string, apply: (state: ApiState) => void): void => {
    const state = apis.get(apiId)
    if (!state) return
    apply(state)
    state.compiled = undefined
  }

  const close = (state: ApiState): Promise<void> =>
    new Promise((closed) => {
      state.server.close(() => closed())
      state.server.closeAllConnections()
    })

  return {
    async putApi(apiId, cors) {
      const state = apis.get(apiId) ?? (await start(apiId, cors))
      state.cors = cors
      state.compiled = undefined
      return state.url
    },
    async removeApi(apiId) {
      const state = apis.get(apiId)
      apis.delete(apiId)
      if (state) await close(state)
    },
    putStage: (apiId, name, variables) =>
      change(apiId, (state) => Object.assign(state, { stage: name, stageVariables: variables })),
    putIntegration: (apiId, id, integration) => change(apiId, ({ integrations }) => integrations.set(id, integration)),
    removeIntegration: (apiId, id) => change(apiId, ({ integrations }) => integrations.delete(id)),
    putRoute: (apiId, id, route) => change(apiId, ({ routes }) => routes.set(id, route)),
    removeRoute: (apiId, id) => change(apiId, ({ routes }) => routes.delete(id)),
    putAuthorizer: (apiId, id, authorizer) => change(apiId, ({ authorizers }) => authorizers.set(id, authorizer)),
    removeAuthorizer: (apiId, id) => change(apiId, ({ authorizers }) => authorizers.delete(id)),
    functionArns: () =>
      new Set(
        [...apis.values()].flatMap(({ integrations }) =>
          [...integrations.values()].map(({ functionArn }) => functionArn),
        ),
      ),
    urls: () => new Map([...apis].map(([id, { url }]) => [id, url])),
    async stop() {
      await Promise.all([...apis.values()].map(close))
    },
  }
}

function compile(apiId: string, state: ApiState): HttpApi {
  const routes: Route<RouteTarget>[] = []
  for (const { key, integrationId, authorizerId, scopes } of state.routes.values()) {
    const integration = state.integrations.get(integrationId)
    if (!integration) continue
    const authorizer = authorizerId === undefined ? undefined : state.authorizers.get(authorizerId)
    routes.push({ key, target: { ...integration, scopes, ...(authorizer && { authorizer }) } })
  }
  return {
    apiId,
    stage: state.stage,
    ...(Object.keys(state.stageVariables).length > 0 && { stageVariables: state.stageVariables }),
    ...(state.cors && { cors: state.cors }),
    route: createRouter(routes),
  }
}
