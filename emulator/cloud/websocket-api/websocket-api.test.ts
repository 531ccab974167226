import { once } from 'node:events'
import { get } from 'node:http'
import { createConnection } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Emulator, startEmulator } from '../../index.ts'
import { apiResources, functionResources, merge, webSocketResources, writeAssembly } from '../fixture.ts'
import { connect } from './fixture.ts'

const gateway = functionResources('Gateway', {
  code: `
export const handler = async (event) => {
  const { eventType } = event.requestContext
  if (eventType === 'DISCONNECT') {
    console.log(JSON.stringify(event))
    return { statusCode: 200 }
  }
  const wanted = eventType === 'CONNECT' ? event.queryStringParameters?.do : JSON.parse(event.body).do
  if (wanted === 'throw') throw new Error('no')
  if (wanted === 'malformed') return { statusCode: 200, ConnectionId: 'x' }
  if (wanted === 'nothing') return undefined
  if (wanted === 'hang') await new Promise((resolve) => setTimeout(resolve, 1_000))
  if (wanted === 'protocol') return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'second' } }
  if (eventType === 'CONNECT') {
    console.log(JSON.stringify(event))
    return { statusCode: Number(wanted ?? 200) }
  }
  return { statusCode: 200, body: JSON.stringify(event) }
}`,
  properties: { Timeout: 5 },
})

const routes = { $connect: 'Gateway', $disconnect: 'Gateway', $default: 'Gateway', join: 'Gateway', quiet: 'Gateway' }

let cloud: Emulator
beforeAll(async () => {
  cloud = await startEmulator({
    assembly: writeAssembly({
      ...merge(
        gateway,
        functionResources('Hello', { code: 'export const handler = async () => ({ statusCode: 200, body: "hello" })' }),
        apiResources(
          { 'GET /hello': 'Hello' },
          { api: { CorsConfiguration: { AllowOrigins: ['https://*.ours.test', '*'] } } },
        ),
        webSocketResources(routes, {
          responding: ['join', '$default'],
          stage: { StageVariables: { colour: 'red' }, DefaultRouteSettings: { ThrottlingRateLimit: 1 } },
        }),
        webSocketResources({ $connect: 'Gateway' }, { id: 'LateConnect', integration: { TimeoutInMillis: 50 } }),
        webSocketResources({ join: 'Gateway' }, { id: 'LateMessage', integration: { TimeoutInMillis: 50 } }),
      ),
      outputs: {
        Url: { Value: { 'Fn::Sub': 'wss://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live' } },
        LateConnect: { Value: { 'Fn::GetAtt': ['LateConnect', 'ApiEndpoint'] } },
        LateMessage: { Value: { 'Fn::GetAtt': ['LateMessage', 'ApiEndpoint'] } },
        Endpoint: { Value: { 'Fn::GetAtt': ['WebSocketApi', 'ApiEndpoint'] } },
      },
    }),
  })
})
afterAll(() => cloud.stop())

const url = (path = '') => `${cloud.webSocketUrl}${path}`
/** The newest event of a kind that the function logged. */
const logged = (eventType: string, connectionId: string) =>
  vi.waitFor(() => {
    const events = cloud
      .logs({ step: 'Gateway', text: connectionId })
      .map(({ message }) => JSON.parse(message) as Record<string, Record<string, unknown>>)
    const found = events.findLast(({ requestContext }) => requestContext?.['eventType'] === eventType)
    expect(found).toBeDefined()
    return found!
  })
const idOf = (event: Record<string, unknown>) =>
  String((event['requestContext'] as Record<string, unknown>)['connectionId'])

describe('the port', () => {
  it("is the HTTP API's, whose requests go on as they did", async () => {
    expect(new URL(cloud.webSocketUrl!).host).toBe(new URL(cloud.apiUrl!).host)
    expect(await (await fetch(`${cloud.apiUrl}/hello`)).text()).toBe('hello')
    // Java's client offers h2c with every first request.
    const status = await new Promise((resolve) =>
      get(`${cloud.apiUrl}/hello`, { headers: { connection: 'Upgrade', upgrade: 'h2c' } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }),
    )
    expect(status).toBe(200)
  })

  it('is in the outputs, and takes any path', async () => {
    expect(cloud.outputs()).toMatchObject({ Url: `${cloud.webSocketUrl}/live`, Endpoint: cloud.webSocketUrl })
    for (const path of ['', '/', '/live', '/any/path']) await connect(url(path))
  })
})

describe('$connect', () => {
  it('gets headers and query, and what identifies the connection', async () => {
    const client = await connect(url('/live?token=a&token=b&__proto__=c'), {
      headers: { 'X-Custom': 'one', 'User-Agent': 'test', 'X-Forwarded-For': '10.0.0.1' },
    })
    client.send({ type: 'join' })
    const id = idOf(await client.next())
    const event = await logged('CONNECT', id)
    expect(event).toEqual({
      headers: expect.objectContaining({
        Host: new URL(url()).host,
        'X-Custom': 'one',
        'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-/),
        'X-Forwarded-For': '10.0.0.1, 127.0.0.1',
        'X-Forwarded-Port': new URL(url()).port,
        'X-Forwarded-Proto': 'http',
        'Sec-WebSocket-Version': '13',
      }),
      multiValueHeaders: expect.objectContaining({ 'X-Custom': ['one'] }),
      queryStringParameters: JSON.parse('{"token":"b","__proto__":"c"}'),
      multiValueQueryStringParameters: JSON.parse('{"token":["a","b"],"__proto__":["c"]}'),
      stageVariables: { colour: 'red' },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
        requestTime: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        messageDirection: 'IN',
        stage: 'live',
        connectedAt: expect.any(Number),
        requestTimeEpoch: expect.any(Number),
        identity: { sourceIp: '127.0.0.1', userAgent: 'test' },
        requestId: expect.stringMatching(/^[\w-]{15}=$/),
        domainName: new URL(url()).host,
        connectionId: expect.stringMatching(/^[\w-]{15}=$/),
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
      },
      isBase64Encoded: false,
    })
    expect(Object.keys(event['headers']!)).not.toContain('Upgrade')
  })

  it.each([
    ['401', 401, 'Unauthorized'],
    ['403', 403, 'Forbidden'],
    ['500', 500, 'Internal Server Error'],
    ['302', 500, 'Internal Server Error'],
    ['throw', 502, 'Bad Gateway'],
    ['nothing', 502, 'Bad Gateway'],
    ['malformed', 502, 'Bad Gateway'],
  ])('answering %s refuses the handshake with %d', async (wanted, status, message) => {
    await expect(connect(url(`?do=${wanted}`))).rejects.toMatchObject({
      status,
      body: { message, connectionId: expect.any(String), requestId: expect.any(String) },
    })
  })

  it('that does not answer in time refuses the handshake with 504', async () => {
    await expect(connect(`${cloud.outputs()['LateConnect']}?do=hang`)).rejects.toMatchObject({ status: 504 })
  })

  it('chooses the subprotocol', async () => {
    expect((await connect(url('?do=protocol'), {}, ['first', 'second'])).socket.protocol).toBe('second')
    await expect(connect(url(), {}, ['first'])).rejects.toThrow('Server sent no subprotocol')
  })

  it('is not asked about a page of another machine, which may not connect', async () => {
    const origin = (value: string) => connect(url(), { headers: { Origin: value } })
    await expect(origin('https://evil.test')).rejects.toMatchObject({ status: 403 })
    expect(cloud.logs({ text: 'a page of https://evil.test may not open a WebSocket' })).toHaveLength(1)
    for (const allowed of ['http://localhost:5173', 'https://app.ours.test']) await origin(allowed)
  })
})

describe('a message', () => {
  it('goes to its route, and what the function returns to the client', async () => {
    const client = await connect(url())
    client.send({ type: 'join', data: { größe: '☃' } })
    const event = await client.next()
    expect(event).toEqual({
      stageVariables: { colour: 'red' },
      requestContext: expect.objectContaining({
        routeKey: 'join',
        eventType: 'MESSAGE',
        messageId: expect.stringMatching(/^[\w-]{15}=$/),
        stage: 'live',
      }),
      body: '{"type":"join","data":{"größe":"☃"}}',
      isBase64Encoded: false,
    })
  })

  it.each([
    ['of no known type', '{"type":"unknown"}'],
    ['without a type', '{"kind":1}'],
    ['that asks for $connect', '{"type":"$connect"}'],
    ['that asks for $disconnect', '{"type":"$disconnect"}'],
  ])('%s goes to $default', async (_, message) => {
    const client = await connect(url())
    client.send(message)
    expect(await client.next()).toMatchObject({ requestContext: { routeKey: '$default' }, body: message })
  })

  it('of a route without a response is not answered', async () => {
    const client = await connect(url())
    client.send({ type: 'quiet' })
    await vi.waitFor(() => expect(cloud.traces().filter(({ status }) => status === 'running')).toEqual([]))
    client.send({ type: 'join' })
    expect(await client.next()).toMatchObject({ requestContext: { routeKey: 'join' } })
  })

  it.each([
    ['throw', 'Internal server error'],
    ['malformed', 'Internal server error'],
    ['nothing', 'Internal server error'],
  ])('whose function does %s is answered by the gateway', async (wanted, message) => {
    const client = await connect(url())
    client.send({ type: 'quiet', do: wanted })
    const answer = await client.next()
    expect(answer).toEqual({ message, connectionId: expect.any(String), requestId: expect.any(String) })
    client.send({ type: 'join' })
    expect(idOf(await client.next())).toBe(answer['connectionId'])
  })

  it('whose function does not answer in time is answered by the gateway', async () => {
    const client = await connect(cloud.outputs()['LateMessage']!)
    client.send({ type: 'join', do: 'hang' })
    expect(await client.next()).toMatchObject({ message: 'Endpoint request timed out' })
  })

  it('over 128 KB, or in a frame over 32 KB, closes the connection with 1009', async () => {
    const padded = (size: number) => JSON.stringify({ type: 'join', pad: 'x'.repeat(size) })
    const fitting = await connect(url())
    fitting.send(padded(32_000))
    expect(await fitting.next()).toMatchObject({ requestContext: { routeKey: 'join' } })
    fitting.send(padded(33_000))
    expect(await fitting.closed).toMatchObject({ code: 1009 })

    const cut = async (bytes: number) => {
      const client = await connect(url())
      const text = padded(bytes)
      for (let at = 0; at < text.length; at += 30_000)
        client.socket.send(text.slice(at, at + 30_000), { fin: at + 30_000 >= text.length })
      return client
    }
    expect(await (await cut(100_000)).next()).toMatchObject({ requestContext: { routeKey: 'join' } })
    expect(await (await cut(140_000)).closed).toMatchObject({ code: 1009 })
  })

  it.each([
    ['an unmasked frame', [0x81, 0x01, 0x61]],
    ['reserved bits', [0xf1, 0x80, 0, 0, 0, 0]],
    ['an unknown opcode', [0x83, 0x80, 0, 0, 0, 0]],
    ['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0]],
  ])('that is %s closes its connection alone, with 1002', async (_, bytes) => {
    const other = await connect(url())
    const port = Number(new URL(url()).port)
    const raw = createConnection(port, '127.0.0.1')
    onTestFinished(() => void raw.destroy())
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    raw.write(`GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n`)
    const [answer] = (await once(raw, 'data')) as [Buffer]
    expect(String(answer)).toMatch(/^HTTP\/1.1 101 /)
    raw.write(Buffer.from(bytes))
    const [close] = (await once(raw, 'data')) as [Buffer]
    expect([close[0], close.readUInt16BE(2)]).toEqual([0x88, 1002])
    other.send({ type: 'join' })
    expect(await other.next()).toMatchObject({ requestContext: { routeKey: 'join' } })
  })

  it('in binary closes the connection with 1003', async () => {
    const client = await connect(url())
    client.socket.send(Buffer.from('{"type":"join"}'))
    expect(await client.closed).toMatchObject({ code: 1003 })
  })
})

describe('the end of a connection', () => {
  const established = async () => {
    const client = await connect(url())
    client.send({ type: 'join' })
    return { client, id: idOf(await client.next()) }
  }

  it.each([
    [
      'says nothing',
      (close: (code?: number, reason?: string) => void) => close(),
      1005,
      'Client-side close frame status not set',
    ],
    ['is done', (close: (code?: number, reason?: string) => void) => close(1000), 1000, 'Connection Closed Normally'],
    ['gives a reason', (close: (code?: number, reason?: string) => void) => close(4001, 'bye'), 4001, 'bye'],
  ])('is told to $disconnect when the client %s', async (_, end, disconnectStatusCode, disconnectReason) => {
    const { client, id } = await established()
    end((code, reason) => client.socket.close(code, reason))
    expect(await logged('DISCONNECT', id)).toMatchObject({
      headers: { Host: new URL(url()).host },
      requestContext: { routeKey: '$disconnect', connectionId: id, disconnectStatusCode, disconnectReason },
    })
  })

  it('is told when the client is gone without a word', async () => {
    const { client, id } = await established()
    client.socket.terminate()
    expect(await logged('DISCONNECT', id)).toMatchObject({ requestContext: { disconnectStatusCode: 1006 } })
  })

  it('comes when nothing was said for ten minutes, and after two hours', async () => {
    const idle = await established()
    await cloud.advance({ minutes: 9 })
    const busy = await established()
    await cloud.advance({ minutes: 2 })
    expect(await idle.client.closed).toEqual({ code: 1001, reason: 'Going away' })
    expect(await logged('DISCONNECT', idle.id)).toMatchObject({ requestContext: { disconnectStatusCode: 1001 } })
    for (let minutes = 2; minutes <= 110; minutes += 9) {
      busy.client.send({ type: 'join' })
      await busy.client.next()
      await cloud.advance({ minutes: 9 })
    }
    busy.client.send({ type: 'join' })
    await busy.client.next()
    await cloud.advance({ minutes: 9 })
    expect(await busy.client.closed).toEqual({ code: 1001, reason: 'Going away' })
  })
})
