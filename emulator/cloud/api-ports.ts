import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** A port that an API has, perhaps together with one of the other kind. */
export interface ApiPort {
  readonly number: number
  /** Gives the port back; it closes when no API is left on it. */
  release(): Promise<void>
}

/**
 * The ports of the account's APIs. An HTTP API and a WebSocket API share one: the requests are the one's, the upgrades to
 * WebSocket the other's, as clients of Motia expect it. APIs of the same kind have a port each.
 */
export interface ApiPorts {
  requests(listener: RequestListener): Promise<ApiPort>
  upgrades(listener: UpgradeListener): Promise<ApiPort>
}

interface Shared {
  readonly server: Server
  readonly number: number
  request: RequestListener | undefined
  upgrade: UpgradeListener | undefined
}

/** @param first the port of the first API; 0 takes a free one */
export function createApiPorts(first: number): ApiPorts {
  const open = new Set<Shared>()

  const listen = async (): Promise<Shared> => {
    const server = createServer({
      keepAliveTimeout: 60_000,
      // A client's oversized headers are to be answered by API Gateway's rule, not by Node's.
      maxHeaderSize: 64 * 1024,
      // An HTTP client may offer other protocols (`h2c`) that nobody here speaks: its request is served as it is.
      shouldUpgradeCallback: ({ headers }) =>
        shared.upgrade !== undefined && headers.upgrade?.toLowerCase() === 'websocket',
    })
    await new Promise<void>((listening, failed) => {
      server.once('error', failed)
      server.listen(open.size === 0 ? first : 0, '127.0.0.1', listening)
    })
    const shared: Shared = {
      server,
      number: (server.address() as AddressInfo).port,
      request: undefined,
      upgrade: undefined,
    }
    server.on('request', (request, response) => {
      if (shared.request) shared.request(request, response)
      else response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end()
    })
    open.add(shared)
    return shared
  }

  /** A server that listens to upgrades serves them no more as requests. */
  const listenToUpgrades = ({ server, upgrade }: Shared): void => {
    server.removeAllListeners('upgrade')
    if (upgrade) server.on('upgrade', upgrade)
  }

  const take = async <Kind extends 'request' | 'upgrade'>(
    kind: Kind,
    listener: NonNullable<Shared[Kind]>,
  ): Promise<ApiPort> => {
    const shared = [...open].find((port) => port[kind] === undefined) ?? (await listen())
    shared[kind] = listener
    listenToUpgrades(shared)
    return {
      number: shared.number,
      async release() {
        shared[kind] = undefined
        listenToUpgrades(shared)
        if (shared.request || shared.upgrade) return
        open.delete(shared)
        await new Promise<void>((closed) => {
          shared.server.close(() => closed())
          shared.server.closeAllConnections()
        })
      },
    }
  }

  return {
    requests: (listener) => take('request', listener),
    upgrades: (listener) => take('upgrade', listener),
  }
}
