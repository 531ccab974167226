import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answer } from './routes.ts'
import { type Scenario, scenarios } from './scenarios.ts'
import { placeOrder } from './simulate.ts'
import type { World } from './world.ts'

const built = fileURLToPath(new URL('../../dist/workbench', import.meta.url))
const token = 'mock-token'
const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

export interface MockOptions {
  /** A free one when absent. */
  readonly port?: number
  /** Folder of the built Workbench; `dist/workbench` when absent. */
  readonly files?: string
}

export interface MockServer {
  readonly url: string
  readonly world: World
  close(): Promise<void>
}

/** Serves the built Workbench with made-up answers of the dev server's API, to try and test views without an app. */
export async function startMock(scenario: Scenario, options: MockOptions = {}): Promise<MockServer> {
  const { port = 0, files = built } = options
  const world = scenarios[scenario]()
  const server = createServer((request, response) => {
    handle(world, files, request, response).catch((error: Error) => send(response, 500, { error: error.message }))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    close() {
      server.closeAllConnections()
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
    },
  }
}

async function handle(world: World, files: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock')
  if (url.pathname === '/api/stream') return stream(world, request, response)
  if (!url.pathname.startsWith('/api/')) return serve(files, url.pathname, response)
  const method = request.method ?? 'GET'
  if (method !== 'GET' && request.headers['x-motia-token'] !== token) return send(response, 403, { error: 'no token' })
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {}
  const path = url.pathname.slice(5).split('/').map(decodeURIComponent)
  const result = await answer(world, { method, path, query: url.searchParams, body })
  send(response, result === undefined ? 404 : 200, result ?? { error: `no ${url.pathname}` })
}

function stream(world: World, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': hello\n\n')
  const listener = (event: unknown) => response.write(`data: ${JSON.stringify(event)}\n\n`)
  world.listeners.add(listener)
  request.on('close', () => world.listeners.delete(listener))
}

function serve(files: string, pathname: string, response: ServerResponse): void {
  const file = `${files}${pathname}`
  response.setHeader('content-security-policy', "default-src 'self'; style-src 'self' 'unsafe-inline'")
  if (extname(pathname) && existsSync(file)) {
    response.writeHead(200, { 'content-type': types[extname(pathname)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
    return
  }
  if (extname(pathname)) {
    send(response, 404, { error: `no ${pathname}` })
    return
  }
  const page = readFileSync(`${files}/index.html`, 'utf8').replace('__MOTIA_TOKEN__', token)
  response.writeHead(200, { 'content-type': 'text/html' }).end(page)
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

if (import.meta.main) {
  const scenario = Object.keys(scenarios).find((name): name is Scenario => name === process.argv[2]) ?? 'orders'
  const mock = await startMock(scenario, { port: Number(process.argv[3] ?? 0) })
  console.log(`${scenario}: ${mock.url}`)
  if (scenario === 'orders') {
    const items = [{ sku: 'book', quantity: 1, price: 20 }]
    setInterval(() => placeOrder(mock.world, { customer: 'Ada', email: 'ada@example.com', items }), 4000)
  }
}
