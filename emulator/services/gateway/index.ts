import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AwsError } from '../../errors.ts'
import type { GatewayRoute, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Api } from './api.ts'
import { parseAuthorization } from './credential.ts'
import { dispatch } from './dispatch.ts'
import { PortInUseError } from './errors.ts'
import { checkHost, readBody } from './guard.ts'
import { toAwsError } from './perform.ts'
import type { Request, Response } from './protocol.ts'

export type { Api, Call, Permission } from './api.ts'
export type { QueryShape } from './query.ts'

export interface Gateway {
  addApi(api: Api): void
  addRoute(route: GatewayRoute): void
  /** Listens on 127.0.0.1; returns the port. */
  listen(port: number): Promise<number>
  close(): Promise<void>
}

/** One HTTP endpoint for all services: the credential scope of a request's signature says which one it is for. */
export function createGateway(context: ServiceContext, access: Access): Gateway {
  const apis = new Map<string, Api>()
  const routes = new Map<string, GatewayRoute>()

  const answer = async (incoming: IncomingMessage, signal: AbortSignal, requestId: string): Promise<Response> => {
    checkHost(incoming)
    const request = await readRequest(incoming)
    const credential = parseAuthorization(request.headers['authorization'])
    const api = apis.get(credential.service)
    if (api !== undefined) return dispatch(api, credential, request, { access, context, requestId, signal })
    const route = routes.get(credential.service)
    if (route === undefined) throw unknownService(credential.service, [...apis.keys(), ...routes.keys()])
    const response = await route.handle({ ...request, principal: access.identify(credential, request) })
    return {
      status: response.status,
      headers: { 'x-amzn-requestid': requestId, ...response.headers },
      body: response.body ?? '',
    }
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    const gone = new AbortController()
    const requestId = randomUUID()
    outgoing.on('close', () => gone.abort())
    answer(incoming, gone.signal, requestId)
      .catch((thrown: unknown) => failOutside(toAwsError(thrown), requestId))
      .then((response) => write(outgoing, response))
  })

  return {
    addApi: (api) => void apis.set(api.service, api),
    addRoute: (route) => void routes.set(route.service, route),
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, error) : error),
        )
        server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const target = incoming.url ?? '/'
  const mark = target.indexOf('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value
  }
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers,
    body: await readBody(incoming),
  }
}

function write(outgoing: ServerResponse, response: Response): void {
  if (outgoing.destroyed) return
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': Buffer.byteLength(response.body) })
  outgoing.end(response.body)
}

/** An error before it is known which protocol the caller speaks: JSON, with the code in a header too, as REST services do. */
function failOutside(error: AwsError, requestId: string): Response {
  return {
    status: error.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.code,
      // What is left of a body that was refused must not be read as the next request.
      ...(error.status === 413 && { connection: 'close' }),
    },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
  }
}

function unknownService(service: string, known: readonly string[]): AwsError {
  return new AwsError('UnknownService', `the emulator has no service ${service}; it has ${known.join(', ')}`, {
    status: 501,
  })
}
