import { connect } from 'node:net'

/** Latencies of answered requests in ms, and how long all of them took. */
export interface Load {
  readonly latencies: readonly number[]
  readonly seconds: number
}

/**
 * Sends requests over keep-alive connections, one after another on each. A bare socket client, so that the measure is of
 * the server and not of Node's HTTP client.
 */
export async function load(
  url: string,
  options: { readonly connections: number; readonly requests: number; readonly body?: string },
): Promise<Load> {
  const latencies: number[] = []
  const started = performance.now()
  const each = Math.floor(options.requests / options.connections)
  await Promise.all(Array.from({ length: options.connections }, () => drive(url, each, options.body, latencies)))
  return { latencies, seconds: (performance.now() - started) / 1000 }
}

function drive(address: string, count: number, body: string | undefined, latencies: number[]): Promise<void> {
  const { hostname, port, pathname } = new URL(address)
  const head = body === undefined ? `GET ${pathname}` : `POST ${pathname}`
  const content =
    body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  const request = `${head} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${content}\r\n${body ?? ''}`
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    let left = count
    let sent = 0
    let received = ''
    const next = (): void => {
      if (left-- === 0) {
        socket.end()
        resolve()
        return
      }
      sent = performance.now()
      socket.write(request)
    }
    socket.setEncoding('latin1').on('connect', next).on('error', reject)
    socket.on('data', (chunk: string) => {
      received += chunk
      const end = received.indexOf('\r\n\r\n')
      if (end === -1) return
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1])
      if (received.length < end + 4 + length) return
      if (!received.startsWith('HTTP/1.1 20')) {
        reject(new Error(`${address} answered ${received.slice(0, 300)}`))
        return
      }
      latencies.push(performance.now() - sent)
      received = ''
      next()
    })
  })
}

/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
