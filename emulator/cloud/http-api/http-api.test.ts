import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Emulator, startEmulator } from '../../index.ts'
import { type AssemblySource, apiResources, functionResources, merge, writeAssembly } from '../fixture.ts'

const echo = `
export const handler = async (event) => {
  const wanted = event.queryStringParameters?.do
  if (wanted === 'throw') throw new Error('no')
  if (wanted === 'bad') return { statusCode: 200, body: { not: 'text' } }
  if (wanted === 'cors') return { statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'mine' }, body: 'x' }
  if (wanted === 'big') return 'x'.repeat(6_400_000)
  return event
}`

let issuer: Server
let issuerUrl: string
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
let clouds: Record<'open' | 'staged' | 'guarded' | 'closed', Emulator>

const start = (...parts: AssemblySource[]) =>
  startEmulator({ assembly: writeAssembly(merge(functionResources('Echo', { code: echo }), ...parts)) })

beforeAll(async () => {
  issuer = createServer((request, response) => {
    const body = request.url?.endsWith('openid-configuration')
      ? { jwks_uri: `${issuerUrl}/keys` }
      : { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one' }] }
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((listening) => issuer.listen(0, '127.0.0.1', listening))
  issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
  const authorizers = {
    resources: {
      Jwt: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'Api' },
          AuthorizerType: 'JWT',
          Name: 'jwt',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: issuerUrl, Audience: ['app'] },
        },
      },
    },
  }
  const routes = apiResources(
    { 'GET /me': 'Echo' },
    { route: { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Jwt' }, AuthorizationScopes: ['read'] } },
  )
  const gate = functionResources('Gate', {
    code: 'export const handler = async (event) => ({ isAuthorized: event.headers.authorization === "let me", context: { who: "you" } })',
  })
  const custom = {
    resources: {
      GateAuthorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'Api' },
          AuthorizerType: 'REQUEST',
          Name: 'gate',
          IdentitySource: ['$request.header.Authorization'],
          AuthorizerPayloadFormatVersion: '2.0',
          EnableSimpleResponses: true,
          AuthorizerUri: {
            'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Gate.Arn}/invocations',
          },
        },
      },
      GatePermission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { Ref: 'Gate' },
          Principal: 'apigateway.amazonaws.com',
        },
      },
      GateRoute: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'Api' },
          RouteKey: 'GET /gate',
          AuthorizationType: 'CUSTOM',
          AuthorizerId: { Ref: 'GateAuthorizer' },
          Target: { 'Fn::Sub': 'integrations/${GateIntegration}' },
        },
      },
      GateIntegration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] },
          PayloadFormatVersion: '2.0',
        },
      },
    },
  }
  const [open, staged, guarded, closed] = await Promise.all([
    start(
      apiResources(
        { 'GET /a': 'Echo', 'ANY /items/{id}': 'Echo', 'POST /a': 'Echo' },
        {
          api: {
            CorsConfiguration: {
              AllowOrigins: ['http://ours.test'],
              AllowMethods: ['GET', 'POST'],
              AllowHeaders: ['x-a'],
              MaxAge: 60,
            },
          },
        },
      ),
    ),
    start(apiResources({ 'GET /a': 'Echo' }, { stage: 'dev' })),
    start(routes, authorizers, gate, custom),
    start({
      resources: Object.fromEntries(
        Object.entries(apiResources({ 'GET /a': 'Echo' }).resources).filter(([id]) => !id.startsWith('Permission')),
      ),
    }),
  ])
  clouds = { open, staged, guarded, closed }
})
afterAll(async () => {
  await Promise.all(Object.values(clouds ?? {}).map((cloud) => cloud.stop()))
  issuer.close()
})

const url = (path: string, cloud: Emulator = clouds.open) => `${cloud.apiUrl}${path}`
const event = async (path: string, init?: RequestInit, cloud?: Emulator) =>
  (await (await fetch(url(path, cloud), init)).json()) as Record<string, never>

describe('a request', () => {
  it('becomes an event of payload format 2.0', async () => {
    const seen = await event('/items/a%20b?x=1&x=2&y=%C3%A9', {
      method: 'PUT',
      headers: { cookie: 'a=1; b=2', 'x-mine': 'yes', 'content-type': 'application/json' },
      body: '{"n":1}',
    })
    expect(seen).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /items/{id}',
      rawPath: '/items/a b',
      rawQueryString: 'x=1&x=2&y=%C3%A9',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { x: '1,2', y: 'é' },
      pathParameters: { id: 'a b' },
      headers: {
        'x-mine': 'yes',
        'x-forwarded-for': '127.0.0.1',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      },
      requestContext: {
        accountId: '000000000000',
        stage: '$default',
        routeKey: 'ANY /items/{id}',
        http: { method: 'PUT', path: '/items/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
      body: '{"n":1}',
      isBase64Encoded: false,
    })
    expect(seen['headers']).not.toHaveProperty('cookie')
    expect(seen['headers']).not.toHaveProperty('connection')
  })

  it.each([
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/octet-stream', 'raw', true],
    ['text/plain', 'words', false],
    ['application/vnd.api+json; charset=utf-8', '{}', false],
  ])('with a body of type %s: Base64 %s', async (type, body, base64) => {
    const seen = await event('/a', { method: 'POST', headers: { 'content-type': type }, body })
    expect(seen).toMatchObject({ isBase64Encoded: base64, body: base64 ? Buffer.from(body).toString('base64') : body })
  })

  it('joins repeated headers with commas', async () => {
    const socket = connect(Number(new URL(clouds.open.apiUrl!).port), '127.0.0.1')
    socket.write('GET /a HTTP/1.1\r\nhost: x\r\nx-a: 1\r\nx-a: 2\r\nconnection: close\r\n\r\n')
    const answer = await text(socket)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).headers['x-a']).toBe('1,2')
  })

  it('keeps the trace of its caller', async () => {
    const root = '1-5759e988-bd862e3fe1be46a994272793'
    const seen = await event('/a', { headers: { 'x-amzn-trace-id': `Root=${root};Sampled=1` } })
    expect(seen['headers']).toMatchObject({ 'x-amzn-trace-id': `Root=${root};Sampled=1` })
    await clouds.open.idle()
    expect(clouds.open.traces({ traceId: root })).toMatchObject([{ entry: 'GET /a', status: 'ok', steps: ['Echo'] }])
  })

  it('to a named stage carries it in the path', async () => {
    expect(await event('/dev/a', {}, clouds.staged)).toMatchObject({
      rawPath: '/dev/a',
      routeKey: 'GET /a',
      requestContext: { stage: 'dev' },
    })
    expect((await fetch(url('/a', clouds.staged))).status).toBe(404)
  })
})

describe('an answer of API Gateway itself', () => {
  it.each([
    ['/nowhere', 404, 'Not Found'],
    ['/a?do=throw', 500, 'Internal Server Error'],
    ['/a?do=bad', 500, 'Internal Server Error'],
    ['/a?do=big', 500, 'Internal Server Error'],
  ])('%s: %i %s', async (path, status, message) => {
    const answer = await fetch(url(path))
    expect([answer.status, await answer.json()]).toEqual([status, { message }])
  })

  it('says in the log what was wrong with a response', async () => {
    await fetch(url('/a?do=bad'))
    expect(clouds.open.logs({ step: 'api' }).at(-1)?.message).toMatch(/GET \/a: .*body a string/)
  })

  it('refuses a body of more than 10 MB and headers of more than 10,240 bytes', async () => {
    expect((await fetch(url('/a'), { method: 'POST', body: Buffer.alloc(11 * 2 ** 20) })).status).toBe(413)
    expect((await fetch(url('/a'), { headers: { 'x-long': 'x'.repeat(10_300) } })).status).toBe(431)
  })

  it('refuses what makes an event that is larger than Lambda takes', async () => {
    expect((await fetch(url('/a'), { method: 'POST', body: Buffer.alloc(5 * 2 ** 20) })).status).toBe(413)
    expect(clouds.open.logs({ step: 'api' }).at(-1)?.message).toMatch(
      /an event of \d+ bytes, and Lambda takes at most 6291556/,
    )
  })

  it('needs a permission to invoke the function', async () => {
    expect((await fetch(url('/a', clouds.closed))).status).toBe(500)
    expect(clouds.closed.logs({ step: 'api' }).at(-1)?.message).toContain(
      'apigateway.amazonaws.com may not invoke Echo',
    )
  })
})

describe('CORS', () => {
  it('is answered without the function', async () => {
    const answer = await fetch(url('/a'), { method: 'OPTIONS', headers: { origin: 'http://ours.test' } })
    expect(answer.status).toBe(204)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'http://ours.test',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'x-a',
      'access-control-max-age': '60',
    })
  })

  it('replaces the headers of the function and leaves out foreign origins', async () => {
    expect(
      (await fetch(url('/a?do=cors'), { headers: { origin: 'http://ours.test' } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBe('http://ours.test')
    expect(
      (await fetch(url('/a?do=cors'), { headers: { origin: 'http://other.test' } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull()
  })
})

describe('an authorizer', () => {
  const token = (claims: Record<string, unknown>, kid = 'one') => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const unsigned = `${part({ alg: 'RS256', kid })}.${part({ iss: issuerUrl, aud: 'app', exp: 4102444800, scope: 'read write', ...claims })}`
    return `${unsigned}.${sign('sha256', Buffer.from(unsigned), keys.privateKey).toString('base64url')}`
  }
  const ask = (authorization?: string, path = '/me') =>
    fetch(url(path, clouds.guarded), { headers: authorization ? { authorization } : {} })

  it('of type JWT lets a valid token in, and hands on its claims', async () => {
    const answer = await ask(`Bearer ${token({ sub: 'someone' })}`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      requestContext: { authorizer: { jwt: { claims: { sub: 'someone', aud: 'app' }, scopes: ['read', 'write'] } } },
    })
  })

  it.each<[string, () => string | undefined, number]>([
    ['no token', () => undefined, 401],
    ['no JSON Web Token', () => 'Bearer x', 401],
    ['another issuer', () => token({ iss: 'http://else.test' }), 401],
    ['another audience', () => token({ aud: 'b' }), 401],
    ['an expired token', () => token({ exp: 1 }), 401],
    ['an unknown key', () => token({}, 'two'), 401],
    ['a forged token', () => `${token({}).slice(0, -6)}AAAAAA`, 401],
    ['a token without the scope', () => token({ scope: 'write' }), 403],
  ])('of type JWT refuses %s', async (_, made, status) => expect((await ask(made())).status).toBe(status))

  it('of type REQUEST asks a function', async () => {
    expect((await ask(undefined, '/gate')).status).toBe(401)
    expect((await ask('please', '/gate')).status).toBe(403)
    expect(await (await ask('let me', '/gate')).json()).toMatchObject({
      requestContext: { authorizer: { lambda: { who: 'you' } } },
    })
  })
})
