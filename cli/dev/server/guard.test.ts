import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createActivity } from '../activity.ts'
import type { Session } from '../session.ts'
import { type DevServer, startServer } from './index.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'motia-guard-'))
const site = path.join(folder, 'site')
let server: DevServer
const purged: string[] = []

beforeAll(async () => {
  mkdirSync(path.join(site, 'assets'), { recursive: true })
  writeFileSync(
    path.join(site, 'index.html'),
    '<html><head><meta name="motia-token" content="__MOTIA_TOKEN__"></head></html>',
  )
  writeFileSync(path.join(site, 'assets', 'app.js'), 'export {}')
  writeFileSync(path.join(folder, 'secret.txt'), 'classified')
  symlinkSync(path.join(folder, 'secret.txt'), path.join(site, 'assets', 'link.txt'))
  const queue = {
    name: 'q',
    arn: 'arn',
    deadLetter: true,
    fifo: false,
    visibilityTimeout: 30,
    visible: 0,
    inFlight: 0,
    delayed: 0,
    oldest: 0,
  }
  const emulator = {
    queues: () => [queue],
    purge: (name: string) => purged.push(name),
  } as unknown as Session['emulator']
  const session: Session = {
    name: 'app',
    root: folder,
    emulator,
    project: { root: folder, steps: [], streams: [], findings: [] },
    status: { state: 'running' },
    missing: [],
    activity: createActivity(),
    assembly: folder,
    on: () => () => {},
  }
  server = await startServer(session, { port: 0, workbench: site })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/** Node's own client, for `fetch` neither sends a foreign Host nor leaves `..` in a path. */
function send(method: string, target: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path: target, headers: { host: `localhost:${port}`, ...headers } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const own = () => ({ origin: server.url, 'x-motia-token': server.token })

describe('who may ask', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'])(
    'host %j is refused',
    async (host) => {
      const answer = await send('GET', '/api/queues', { host })
      expect([400, 403]).toContain(answer.status)
      expect(answer.body).not.toContain('"name":"q"')
    },
  )

  test.each(['localhost', '127.0.0.1', '[::1]'])('host %s is this machine', async (host) => {
    expect((await send('GET', '/api/queues', { host: `${host}:${new URL(server.url).port}` })).status).toBe(200)
  })

  test('a read with a foreign origin is refused', async () => {
    expect((await send('GET', '/api/queues', { origin: 'http://evil.example' })).status).toBe(403)
  })
})

describe('who may change something', () => {
  test.each([
    ['no origin', () => ({ 'x-motia-token': server.token })],
    ['a foreign origin', () => ({ ...own(), origin: 'http://evil.example' })],
    ['the origin null', () => ({ ...own(), origin: 'null' })],
    ['the same host on another port', () => ({ ...own(), origin: 'http://localhost:1' })],
    ['no token', () => ({ origin: server.url })],
    ['a wrong token', () => ({ ...own(), 'x-motia-token': 'x'.repeat(server.token.length) })],
  ])('%s is refused', async (_, headers) => {
    expect((await send('POST', '/api/queues/q/purge', headers())).status).toBe(403)
    expect(purged).toEqual([])
  })

  test('the page itself may', async () => {
    expect((await send('POST', '/api/queues/q/purge', own())).status).toBe(200)
    expect(purged).toEqual(['q'])
  })

  test('a body over the limit is refused', async () => {
    expect((await send('POST', '/api/request', own(), 'x'.repeat(9 * 1024 * 1024))).status).toBe(413)
  })
})

describe('files', () => {
  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/link.txt',
    '/assets/%00.js',
    '/%E0%A4%A.txt',
  ])('%s stays inside', async (target) => {
    const answer = await send('GET', target)
    expect(answer.body).not.toContain('classified')
    expect(answer.status).not.toBe(500)
  })

  test('the page carries the token, and may not be framed or run foreign scripts', async () => {
    const answer = await send('GET', '/traces/abc')
    expect(answer.body).toContain(server.token)
    expect(answer.headers['x-frame-options']).toBe('DENY')
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test('an asset is served with its type', async () => {
    expect((await send('GET', '/assets/app.js')).headers['content-type']).toContain('text/javascript')
  })
})
