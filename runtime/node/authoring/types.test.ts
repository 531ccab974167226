/** Held by the compiler: `npm run typecheck` fails when an expected error is none, or the other way round. */
import * as v from 'valibot'
import { expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import * as z3 from 'zod/v3'
import {
  type ApiMiddleware,
  type ApiRouteConfig,
  type CronConfig,
  defineStep,
  type EventConfig,
  type Handlers,
  type ParamsOf,
  type QueryParams,
  type StepHandler,
} from '../index.ts'

declare module '../index.ts' {
  interface Topics {
    'types.opened': { ticketId: string; urgent: boolean }
    'types.closed': { ticketId: string }
  }
  interface Handlers {
    'types test': (input: { n: number }) => Promise<void>
  }
}

test('body, query and params follow from schemas and path', () => {
  const step = defineStep({
    type: 'api',
    method: 'POST',
    path: '/teams/:team/tickets/:ticket_id',
    bodySchema: z.object({ title: z.string(), urgent: z.boolean().default(false) }),
    querySchema: z.object({ page: z.coerce.number() }),
    auth: 'iam',
    responseSchema: { 201: z.object({ id: z.string() }) },
    async handler({ body, query, params, headers, rawBody, signal, state, remainingTime }) {
      expectTypeOf(body).toEqualTypeOf<{ title: string; urgent: boolean }>()
      expectTypeOf(query).toEqualTypeOf<{ page: number }>()
      expectTypeOf(params).toEqualTypeOf<{ readonly team: string; readonly ticket_id: string }>()
      expectTypeOf(headers['x']).toEqualTypeOf<string | undefined>()
      expectTypeOf(rawBody).toBeString()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(remainingTime()).toBeNumber()
      expectTypeOf(await state.get<{ a: 1 }>('k')).toEqualTypeOf<{ a: 1 } | null>()
      expectTypeOf(await state.update<number>('k', (n) => (n ?? 0) + 1)).toBeNumber()
      // @ts-expect-error: the schema has no such field
      body.nothing
      // @ts-expect-error: the path has no such parameter
      params.nothing
    },
  })
  expect(step.type).toBe('api')
})

test('without schemas body is unknown and query texts', () => {
  defineStep({
    type: 'api',
    method: 'GET',
    path: '/x',
    handler({ body, query, params }) {
      expectTypeOf(body).toBeUnknown()
      expectTypeOf(query).toEqualTypeOf<QueryParams>()
      // @ts-expect-error: the path has no parameters
      params.id
    },
  })
})

test('data follows from input, else from the topics that the project declares', () => {
  defineStep({
    type: 'event',
    subscribes: ['anything'],
    input: v.object({ n: v.number() }),
    handler: ({ data }) => expectTypeOf(data).toEqualTypeOf<{ n: number }>(),
  })
  defineStep({
    type: 'event',
    subscribes: ['anything'],
    input: z3.object({ n: z3.number() }),
    handler: ({ data }) => expectTypeOf(data).toEqualTypeOf<{ n: number }>(),
  })
  defineStep({
    type: 'event',
    subscribes: ['types.opened', 'types.closed'],
    handler: ({ data }) => expectTypeOf(data.ticketId).toBeString(),
  })
  defineStep({
    type: 'event',
    subscribes: ['anything', { pattern: { source: ['aws.s3'] } }],
    input: { type: 'object' },
    handler: ({ data, attempt, id, topic }) => {
      expectTypeOf(data).toBeUnknown()
      expectTypeOf({ attempt, id, topic }).toEqualTypeOf<{ attempt: number; id: string; topic: string }>()
    },
  })
})

test('emit takes what a declared topic carries, and anything for others', () => {
  defineStep({
    type: 'cron',
    expression: '0 3 * * *',
    timezone: 'Europe/Stockholm',
    async handler({ emit, scheduledTime }) {
      expectTypeOf(scheduledTime).toEqualTypeOf<Date>()
      await emit('types.closed', { ticketId: '1' })
      await emit('undeclared', 5, { delaySeconds: 5 })
      await emit({ topic: 'types.closed', data: { ticketId: '1' }, messageGroupId: 'g' })
      const dynamic: string = 'types.closed'
      await emit(dynamic, { whatever: true })
      // @ts-expect-error: a field is missing
      await emit('types.opened', { ticketId: '1' })
      // @ts-expect-error: a field has the wrong type
      await emit({ topic: 'types.closed', data: { ticketId: 1 } })
      // @ts-expect-error: no such option
      await emit('undeclared', 5, { delay: 5 })
    },
  })
})

test('what is no Step does not compile', () => {
  // @ts-expect-error: no path
  defineStep({ type: 'api', method: 'GET', handler() {} })
  // @ts-expect-error: no such method
  defineStep({ type: 'api', method: 'GETT', path: '/', handler() {} })
  // @ts-expect-error: no such type
  defineStep({ type: 'webhook', path: '/', handler() {} })
  // @ts-expect-error: an unknown key
  defineStep({ type: 'cron', expression: '* * * * *', retries: 3, handler() {} })
  defineStep({ type: 'noop', name: 'by hand', virtualEmits: ['a'], virtualSubscribes: ['b'], flows: ['f'] })
})

test('parameters of a path', () => {
  expectTypeOf<ParamsOf<'/a/:id/:file+'>>().toEqualTypeOf<{ readonly id: string; readonly file: string }>()
  expectTypeOf<ParamsOf<'/:a-:b/:c?'>>().toEqualTypeOf<{ readonly a: string; readonly b: string; readonly c: string }>()
  expectTypeOf<ParamsOf<'/plain'>>().toEqualTypeOf<Record<never, never>>()
  expectTypeOf<ParamsOf<string>>().toEqualTypeOf<Readonly<Record<string, string>>>()
})

test("Motia 0.x's types", () => {
  const logged: ApiMiddleware = async (req, ctx, next) => {
    ctx.logger.info('request', { path: req.pathParams })
    return await next()
  }
  const config = {
    type: 'api',
    name: 'create',
    method: 'POST',
    path: '/x',
    emits: ['a', { topic: 'b', label: 'maybe', conditional: true }],
    bodySchema: z3.object({ title: z3.string() }),
    middleware: [logged],
    flows: ['f'],
  } satisfies ApiRouteConfig
  const handler: StepHandler<typeof config> = async (req, { emit, state, logger, traceId }) => {
    expectTypeOf(req.body).toEqualTypeOf<{ title: string }>()
    expectTypeOf(traceId).toBeString()
    await state.set('group', 'key', req.body.title)
    await emit({ topic: 'a', data: {} })
    logger.info('done')
    return { status: 200, body: { ok: true } }
  }
  expectTypeOf(handler).toBeFunction()
  const event: EventConfig = {
    type: 'event',
    name: 'e',
    subscribes: ['a'],
    emits: [],
    input: z.object({ a: z.string() }),
  }
  const cron: CronConfig = { type: 'cron', name: 'c', cron: '* * * * *', emits: [] }
  expect([event.type, cron.type]).toEqual(['event', 'cron'])
  expectTypeOf<Handlers['types test']>().toEqualTypeOf<(input: { n: number }) => Promise<void>>()
})
