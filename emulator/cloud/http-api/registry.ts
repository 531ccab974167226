import type { ApiPort, ApiPorts } from '../api-ports.ts'
import { type HttpApi, handleRequest, type RouteTarget } from './api.ts'
import type { Authorizer } from './authorizer.ts'
import { type CorsConfiguration, namesOrigin } from './cors.ts'
import type { ApiHost } from './host.ts'
import { gatewayResponse } from './response.ts'
import { createRouter, type Route } from './routes.ts'

/** What the resources of an API are told to, be it an HTTP or a WebSocket API. */
export interface ApiSettings {
  putStage(apiId: string, name: string, variables: Readonly<Record<string, string>>): void
  putIntegration(
    apiId: string,
    id: string,
    integration: { readonly functionArn: string; readonly timeout: number },
  ): void
  removeIntegration(apiId: string, id: string): void
  putRoute(apiId: string, id: string, route: RouteSettings): void
  removeRoute(apiId: string, id: string): void
  /** The functions that routes lead to. */
  functionArns(): Set<string>
}

/** The HTTP APIs of the account, each on a port of its own. */
export interface ApiRegistry extends ApiSettings {
  /** Creates or changes an API; returns its URL. */
  putApi(apiId: string, cors: CorsConfiguration | undefined): Promise<string>
  removeApi(apiId: string): Promise<void>
  putAuthorizer(apiId: string, id: string, authorizer: Authorizer): void
  removeAuthorizer(apiId: string, id: string): void
  /** URLs by API id, in order of creation. */
  urls(): ReadonlyMap<string, string>
  /** True when the CORS settings of an API name the origin, not just `*`. */
  namesOrigin(origin: string): boolean
  stop(): Promise<void>
}

export interface RouteSettings {
  readonly key: string
  readonly integrationId: string
  readonly authorizerId?: string
  readonly scopes: readonly string[]
  /** Of a WebSocket API: what the function returns goes to the client. */
  readonly responds?: boolean
}

interface ApiState {
  readonly port: ApiPort
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

export function createApiRegistry(host: ApiHost, ports: ApiPorts): ApiRegistry {
  const apis = new Map<string, ApiState>()

  const start = async (apiId: string, cors: CorsConfiguration | undefined): Promise<ApiState> => {
    const port = await ports.requests((request, response) => {
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
    const state: ApiState = {
      port,
      url: `http://127.0.0.1:${port.number}`,
      cors,
      stage: '$default',
      stageVariables: {},
      integrations: new Map(),
      routes: new Map(),
      authorizers: new Map(),
      compiled: undefined,
    }
    apis.set(apiId, state)
    return state
  }

  const change = (apiId: string, apply: (state: ApiState) => void): void => {
    const state = apis.get(apiId)
    if (!state) return
    apply(state)
    state.compiled = undefined
  }

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
      await state?.port.release()
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
    namesOrigin: (origin) => [...apis.values()].some(({ cors }) => cors !== undefined && namesOrigin(cors, origin)),
    async stop() {
      await Promise.all([...apis.values()].map(({ port }) => port.release()))
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
