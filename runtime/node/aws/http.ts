import type { Agent, IncomingMessage } from 'node:http'

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** The connection failed before there was an answer. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
  readonly code: string
  /** A kept-alive connection that was closed meanwhile, as happens while a function is frozen. */
  readonly stale: boolean
  constructor(cause: NodeJS.ErrnoException, stale: boolean) {
    super(cause.message, { cause })
    this.code = cause.code ?? 'ConnectionError'
    this.stale = stale
  }
}

// Built-ins are loaded through the process: an import would evaluate every export of theirs.
const agents = new Map<string, Agent>()

/** Sends one POST over a kept-alive connection. `timeout` in ms is for all of it. */
export function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeout: number,
): Promise<HttpAnswer> {
  const http = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
  let agent = agents.get(url.protocol)
  if (!agent) {
    agent = new http.Agent({ keepAlive: true, maxSockets: 50 })
    agents.set(url.protocol, agent)
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers, agent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        clearTimeout(timer)
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
      response.on('error', fail)
    })
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error(`no answer in ${timeout} ms`), { code: 'ETIMEDOUT' })),
      timeout,
    )
    function fail(cause: NodeJS.ErrnoException): void {
      clearTimeout(timer)
      reject(
        new ConnectionError(cause, request.reusedSocket && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')),
      )
    }
    request.on('error', fail)
    request.end(body)
  })
}
