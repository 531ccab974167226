import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { ApiContext } from '../authoring/context.ts'
import type { FlowContext } from '../authoring/motia.ts'
import { MotiaError } from '../errors.ts'
import { defineStep } from '../index.ts'
import { setEnvironment } from '../testing/environment.ts'
import { httpEvent, lambdaContext, type RequestGiven } from '../testing/invoke.ts'
import { captureLogs } from '../testing/output.ts'
import { adapt } from './api.ts'

let logs: ReturnType<typeof captureLogs>
beforeEach(() => {
  logs = captureLogs()
})
afterEach(() => logs.release())

type Given = (context: ApiContext) => unknown

/** Answers a request with a `defineStep` handler. */
async function ask(handler: Given, request: RequestGiven = {}, more: object = {}) {
  const step = defineStep({ type: 'api', method: 'POST', path: '/', ...more, handler: handler as never })
  return await adapt({ default: step }, { name: 'ask', dialect: 'define-step' })(httpEvent(request), lambdaContext())
}

/** The same in Motia 0.x's way. */
async function askMotia(
  handler: (req: Record<string, unknown>, ctx: FlowContext<unknown>) => unknown,
  request: RequestGiven = {},
  more = {},
) {
  const module = { config: { type: 'api', name: 'ask', method: 'POST', path: '/', emits: [], ...more }, handler }
  return await adapt(module, { name: 'ask', dialect: 'motia' })(httpEvent(request), lambdaContext())
}

const echo: Given = ({ body }) => ({ body })

test('what the schema makes of body and query reaches the handler', async () => {
  const { body } = await ask(
    ({ body, query }) => ({ status: 200, body: { body, query } }),
    { body: { title: 'abc' }, query: 'page=2&page=3' },
    {
      bodySchema: z.object({ title: z.string(), urgent: z.boolean().default(false) }),
      querySchema: z.object({ page: z.array(z.coerce.number()) }),
    },
  )
  expect(JSON.parse(body!)).toEqual({ body: { title: 'abc', urgent: false }, query: { page: [2, 3] } })
})

test('a query that does not fit is refused', async () => {
  const handler = vi.fn()
  const response = await ask(handler, { query: 'page=x' }, { querySchema: z.object({ page: z.coerce.number() }) })
  expect([response.statusCode, JSON.parse(response.body!)]).toMatchObject([
    400,
    { error: 'invalid query', issues: [{ path: 'page' }] },
  ])
  expect(handler).not.toHaveBeenCalled()
})

test('an empty body is undefined, and so refused where a schema wants one', async () => {
  expect((await ask(({ body, rawBody }) => `${body}|${rawBody}`)).body).toBe('undefined|')
  expect((await ask(echo, {}, { bodySchema: z.object({}) })).statusCode).toBe(400)
})

test.each<[string, RequestGiven, unknown]>([
  [
    'gzip',
    {
      body: gzipSync('{"a":1}').toString('base64'),
      base64: true,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    },
    { a: 1 },
  ],
  ['JSON without a content type', { body: '{"a":1}' }, { a: 1 }],
  ['text without a content type', { body: 'a=1' }, 'a=1'],
  [
    'a form in base64, as API Gateway sends it',
    {
      body: Buffer.from('a=1&a=2').toString('base64'),
      base64: true,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    { a: ['1', '2'] },
  ],
  [
    'JSON with a __proto__',
    { body: '{"__proto__":{"x":1}}', headers: { 'content-type': 'application/json' } },
    JSON.parse('{"__proto__":{"x":1}}'),
  ],
])('body: %s', async (_, request, expected) => {
  expect(JSON.parse((await ask(echo, request)).body!)).toEqual({ body: expected })
})

test('a binary body is bytes, and bytes are a binary answer', async () => {
  const bytes = Buffer.from([0, 255, 128, 10])
  const response = await ask(({ body }) => body, {
    body: bytes.toString('base64'),
    base64: true,
    headers: { 'content-type': 'image/png' },
  })
  expect(response).toMatchObject({ isBase64Encoded: true, body: bytes.toString('base64') })
})

test.each([
  [
    'broken gzip',
    { body: 'AAAA', base64: true, headers: { 'content-encoding': 'gzip' } },
    'invalid gzip in the request body',
  ],
  [
    'a gzip bomb',
    {
      body: gzipSync(Buffer.alloc(8_000_000)).toString('base64'),
      base64: true,
      headers: { 'content-encoding': 'gzip' },
    },
    'invalid gzip in the request body',
  ],
  ['bad JSON', { body: '{', headers: { 'content-type': 'application/json' } }, 'invalid JSON in the request body'],
])('%s is refused', async (_, request, error) => {
  const response = await ask(echo, request)
  expect([response.statusCode, JSON.parse(response.body!)]).toEqual([400, { error }])
})

test('cookies are in the cookie header', async () => {
  expect((await ask(({ headers }) => headers['cookie'], { cookies: ['a=1', 'b=2'] })).body).toBe('a=1; b=2')
})

test("the stage is no part of the path, the authorizer's findings are auth", async () => {
  const event = httpEvent({ path: '/prod/orders' }) as { requestContext: object }
  const requestContext = {
    ...event.requestContext,
    stage: 'prod',
    authorizer: { jwt: { claims: { sub: 'u' }, scopes: [] } },
  }
  const step = defineStep({
    type: 'api',
    method: 'GET',
    path: '/orders',
    handler: ({ path, auth }) => ({ path, auth }),
  })
  const { body } = await adapt({ default: step }, { name: 'x', dialect: 'define-step' })(
    { ...event, requestContext },
    lambdaContext(),
  )
  expect(JSON.parse(body!)).toEqual({ path: '/orders', auth: { jwt: { claims: { sub: 'u' }, scopes: [] } } })
})

test.each([
  [
    'headers of other types',
    { status: 200, headers: { 'X-N': 5, 'x-list': ['a', 'b'], 'x-none': undefined } },
    { 'x-n': '5', 'x-list': 'a, b' },
  ],
  [
    'a content length that the handler counted',
    { status: 200, headers: { 'Content-Length': 5 }, body: 'ä' },
    { 'content-type': 'text/html; charset=utf-8' },
  ],
])('answers with %s', async (_, result, headers) => {
  expect((await ask(() => result)).headers).toEqual(headers)
})

test('one cookie as text', async () => {
  expect((await ask(() => ({ status: 200, headers: { 'Set-Cookie': 'a=1' } }))).cookies).toEqual(['a=1'])
})

test('a web Response is answered as it is', async () => {
  const response = new Response('{"a":1}', { status: 202, headers: { 'content-type': 'application/json', 'x-a': 'b' } })
  response.headers.append('set-cookie', 'a=1')
  response.headers.append('set-cookie', 'b=2')
  expect(await ask(() => response)).toEqual({
    statusCode: 202,
    headers: { 'content-type': 'application/json', 'x-a': 'b' },
    cookies: ['a=1', 'b=2'],
    body: '{"a":1}',
  })
  expect(await ask(() => new Response(new Uint8Array([255])))).toMatchObject({ body: '/w==', isBase64Encoded: true })
  expect(await ask(() => new Response(null, { status: 204 }))).toEqual({ statusCode: 204, headers: {} })
})

test('an answer above 6 MB is refused with its size in the log, one just below is not', async () => {
  expect((await ask(() => 'x'.repeat(6_291_000))).statusCode).toBe(200)
  expect((await ask(() => '"'.repeat(3_200_000))).statusCode).toBe(500)
  expect(logs.lines).toMatchObject([
    {
      level: 'ERROR',
      errorType: 'ResponseTooLargeError',
      errorMessage: expect.stringContaining('Lambda takes at most 6291556'),
    },
  ])
  expect((await ask(() => Buffer.alloc(4_800_000))).statusCode).toBe(500)
})

test('middleware runs around the handler', async () => {
  const middleware = [
    async (context: ApiContext, next: () => Promise<unknown>) =>
      context.headers['x-key'] === 'secret' ? { status: 200, body: { wrapped: await next() } } : { status: 401 },
  ]
  expect((await ask(() => 1, {}, { middleware })).statusCode).toBe(401)
  expect((await ask(() => 1, { headers: { 'x-key': 'secret' } }, { middleware })).body).toBe('{"wrapped":1}')
})

test('signal and remaining time', async () => {
  const response = await ask(({ signal, remainingTime }) => ({ aborted: signal.aborted, left: remainingTime() }))
  expect(JSON.parse(response.body!)).toEqual({ aborted: false, left: 30_000 })
})

test('the signal aborts shortly before the function is stopped', async () => {
  const step = defineStep({
    type: 'api',
    method: 'GET',
    path: '/',
    handler: ({ signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(String(signal.reason)))),
  })
  const alive = setInterval(() => undefined, 1000)
  const response = await adapt({ default: step }, { name: 'slow', dialect: 'define-step' })(
    httpEvent(),
    lambdaContext(520),
  )
  clearInterval(alive)
  expect(response.body).toContain('step "slow" has less than 500 ms left')
})

test('0.x: req and ctx', async () => {
  const { body, statusCode } = await askMotia(
    (req, ctx) => ({
      status: 201,
      body: { ...req, headers: undefined, ctx: Object.keys(ctx).sort(), flows: ctx.flows },
    }),
    { params: { id: '7' }, query: 'x=1&x=2&y[z]=3', body: { a: 1 } },
    { flows: ['f'] },
  )
  expect(statusCode).toBe(201)
  expect(JSON.parse(body!)).toEqual({
    pathParams: { id: '7' },
    queryParams: { x: ['1', '2'], y: { z: '3' } },
    body: { a: 1 },
    rawBody: '{"a":1}',
    ctx: ['emit', 'flows', 'logger', 'state', 'streams', 'traceId'],
    flows: ['f'],
  })
})

test('0.x: middleware adds to req', async () => {
  const middleware = [
    async (req: Record<string, unknown>, _: unknown, next: () => Promise<unknown>) => {
      req['user'] = 'ada'
      return await next()
    },
  ]
  expect((await askMotia((req) => ({ status: 200, body: req['user'] }), {}, { middleware })).body).toBe('ada')
})

test.each([
  ['throws', () => Promise.reject(new Error('secret'))],
  ['returns nothing', () => undefined],
  ['returns no status', () => ({ body: 1 })],
])('0.x: a handler that %s is a 500', async (_, handler) => {
  const { statusCode, body } = await askMotia(handler)
  expect([statusCode, body]).toEqual([500, '{"error":"Internal server error"}'])
})

test('0.x: a body that does not fit is a warning and reaches the handler raw, strict refuses it', async () => {
  const bodySchema = z.object({ n: z.number().default(1), title: z.string() })
  const handler = (req: Record<string, unknown>) => ({ status: 200, body: req['body'] })
  expect((await askMotia(handler, { body: { title: 5 } }, { bodySchema })).body).toBe('{"title":5}')
  expect(logs.lines).toMatchObject([
    { level: 'WARN', message: 'the request body does not fit bodySchema', issues: [{ path: 'title' }] },
  ])
  expect((await askMotia(handler, { body: { title: 'x' } }, { bodySchema })).body).toBe('{"title":"x"}')
  expect((await askMotia(handler, { body: { title: 5 } }, { bodySchema, validate: 'strict' })).statusCode).toBe(400)
  const restore = setEnvironment({ MOTIA_VALIDATE: 'strict' })
  expect((await askMotia(handler, { body: { title: 5 } }, { bodySchema })).statusCode).toBe(400)
  restore()
})

test('0.x: an empty body is an empty object', async () => {
  expect((await askMotia((req) => ({ status: 200, body: req['body'] }))).body).toBe('{}')
})

test('hostile events end in an answer or a typed error', async () => {
  const step = defineStep({
    type: 'api',
    method: 'POST',
    path: '/',
    handler: (context) => ({ ...context, signal: undefined }),
  })
  const define = adapt({ default: step }, { name: 'x', dialect: 'define-step' })
  const motia = adapt(
    { config: { type: 'api' }, handler: (req: object) => ({ status: 200, body: req }) },
    { name: 'x', dialect: 'motia' },
  )
  const junk = fc.anything({ withNullPrototype: true, withBigInt: false })
  const deep = fc.integer({ min: 1, max: 5000 }).map((n) => `${'['.repeat(n)}${']'.repeat(n)}`)
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    deep,
    fc.constant('{"__proto__":{"polluted":1}}'),
    fc.base64String(),
  )
  const keys = fc.dictionary(
    fc.oneof(fc.string(), fc.constant('__proto__'), fc.constant('content-type')),
    fc.oneof(text, junk),
  )
  const event = fc.record(
    {
      rawPath: fc.oneof(text, junk),
      rawQueryString: fc.oneof(text, junk),
      headers: fc.oneof(
        keys,
        junk,
        fc.record({ 'content-type': fc.constantFrom('application/json', 'image/png', 'x', ';') }),
        fc.record({ 'content-encoding': fc.constantFrom('gzip', 'br', 'deflate', 'x') }),
      ),
      cookies: fc.oneof(fc.array(text), junk),
      pathParameters: fc.oneof(keys, junk),
      body: fc.oneof(text, junk),
      isBase64Encoded: fc.oneof(fc.boolean(), junk),
      requestContext: fc.oneof(
        junk,
        fc.record({
          requestId: fc.oneof(text, junk),
          stage: fc.oneof(text, junk),
          http: fc.record({ method: fc.oneof(text, junk) }),
        }),
      ),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(event, junk), async (hostile) => {
      for (const handler of [define, motia]) {
        const result = await handler(hostile, lambdaContext()).catch((error: unknown) => error)
        if (result instanceof Error) expect(result).toBeInstanceOf(MotiaError)
        else expect(result).toMatchObject({ statusCode: expect.any(Number), headers: expect.any(Object) })
      }
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    }),
    { numRuns: 150 },
  )
})
