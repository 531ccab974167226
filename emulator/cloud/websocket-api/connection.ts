import type { WebSocket } from 'ws'
import type { Clock } from '../../ports.ts'
import { bufferLimit, durationLimit, frameLimit, idleLimit } from './limits.ts'

/** A client's connection to an API. Times are ms since 1970. */
export interface Connection {
  readonly id: string
  readonly apiId: string
  readonly stage: string
  readonly stageVariables: Readonly<Record<string, string>>
  /** The host that the client called. */
  readonly domainName: string
  readonly connectedAt: number
  readonly identity: { readonly sourceIp: string; readonly userAgent?: string }
}

/** A connection whose handshake is over. */
export interface OpenConnection extends Connection {
  /** False as soon as its end has begun. */
  isOpen(): boolean
  lastActiveAt(): number
  /** Tells that a message came. */
  touch(): void
  /** Sends a message; false when the client reads too slowly for another. */
  send(text: string): boolean
  close(code: number, reason: string): void
  /** Tells the client that it ends because the API does. */
  goAway(): void
}

/** Watches over a connection: it ends when nothing came or went for ten minutes, and after two hours. */
export function openConnection(connection: Connection, socket: WebSocket, clock: Clock): OpenConnection {
  let active = clock.now()
  let cancelIdle = (): void => undefined
  const watchIdle = (): void => {
    cancelIdle = clock.at(active + idleLimit, () => {
      if (clock.now() >= active + idleLimit) goAway()
      else watchIdle()
    })
  }
  const goAway = (): void => socket.close(1001, 'Going away')
  const cancelEnd = clock.at(connection.connectedAt + durationLimit, goAway)
  watchIdle()
  const touch = (): void => {
    active = clock.now()
  }
  socket.on('ping', touch)
  socket.once('close', () => {
    cancelIdle()
    cancelEnd()
  })

  return {
    ...connection,
    isOpen: () => socket.readyState === socket.OPEN,
    lastActiveAt: () => active,
    touch,
    send(text) {
      if (socket.bufferedAmount > bufferLimit) return false
      touch()
      const bytes = Buffer.from(text)
      // In frames as API Gateway sends them; the client sees one message.
      for (let at = 0; at === 0 || at < bytes.length; at += frameLimit)
        socket.send(bytes.subarray(at, at + frameLimit), { binary: false, fin: at + frameLimit >= bytes.length })
      return true
    },
    close: (code, reason) => socket.close(code, reason),
    goAway,
  }
}
