import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'

/** A client for one test; gone when the test ends. */
export interface Client {
  readonly socket: WebSocket
  send(message: unknown): void
  /** The next message, JSON read. */
  next(): Promise<Record<string, unknown>>
  /** How the connection ended. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

/** Connects; rejects with a {@link Refused} when the server does not want it. */
export async function connect(url: string, options: ClientOptions = {}, protocols: string[] = []): Promise<Client> {
  const socket = new WebSocket(url, protocols, options)
  onTestFinished(() => socket.terminate())
  const messages: string[] = []
  const waiting: ((message: string) => void)[] = []
  socket.on('message', (data) => {
    const message = String(data)
    const reader = waiting.shift()
    if (reader) reader(message)
    else messages.push(message)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  await new Promise<void>((opened, refused) => {
    socket.once('open', opened)
    // Once more when a socket is ended whose handshake failed.
    socket.on('error', refused)
    socket.once('unexpected-response', async (_, response: IncomingMessage) =>
      refused(new Refused(response.statusCode!, await text(response))),
    )
  })
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next() {
      const message = messages.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)))
      return JSON.parse(message) as Record<string, unknown>
    },
    closed,
  }
}

/** The server answered a handshake with a status. */
export class Refused extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: string) {
    super(`refused with ${status}`)
    this.status = status
    this.body = JSON.parse(body)
  }
}
