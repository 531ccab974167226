import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { locateStep } from '../config/locate.ts'
import { fixture } from '../fixture.ts'
import { createModules } from '../source/modules.ts'
import { createInference } from './index.ts'

interface Expected {
  readonly emits?: readonly string[]
  /** Lines of emits whose topic is reported as unknown. */
  readonly unknown?: readonly string[]
  readonly state?: readonly string[]
  readonly environment?: readonly string[]
  /** `name.operation`; `*` for a stream that cannot be known. */
  readonly streams?: readonly string[]
}

const project = fixture()
afterAll(() => project.remove())
let count = 0

function factsOf(code: string, files: Readonly<Record<string, string>>, type = 'event') {
  count += 1
  const folder = `case${count}`
  project.write({ [`${folder}/a.step.ts`]: code })
  for (const [file, text] of Object.entries(files)) project.write({ [`${folder}/${file}`]: text })
  const modules = createModules(project.root)
  const step = locateStep(modules, modules.load(join(project.root, folder, 'a.step.ts')))
  expect(step).not.toBeNull()
  const facts = createInference(modules).facts(step!, type)
  return {
    emits: facts.emits.map((item) => item.topic).sort(),
    unknown: facts.unknown.map(({ location }) => `${location.file.replace(`${folder}/`, '')}:${location.line}`).sort(),
    state: [...facts.state].sort(),
    environment: facts.environment,
    streams: facts.streams.map(({ stream, operation }) => `${stream}.${operation}`).sort(),
  }
}

/** A case in dialect A whose handler has this body; `ctx` is the context. */
function handler(body: string, top = ''): string {
  return `import { defineStep } from 'motia-aws'\n${top}\nexport default defineStep({ type: 'event', subscribes: ['x'], async handler(ctx) {\n${body}\n} })`
}

const ALL = ['clear', 'delete', 'get', 'getGroup', 'query', 'set', 'update']

function table(
  cases: Readonly<Record<string, readonly [string, Expected, Readonly<Record<string, string>>?, string?]>>,
) {
  for (const [name, [code, expected, files = {}, type]] of Object.entries(cases)) {
    it(name, () => {
      const facts = factsOf(code, files, type)
      expect(facts).toMatchObject({ emits: [], unknown: [], state: [], ...expected })
    })
  }
}

describe('topics that the code shows', () => {
  table({
    'getters, of a class and of an object': [
      handler(
        `await new Service(ctx).out.send('a', {})
const kept = { get all() { return ctx.state } }
await kept.all.get('x')`,
        `class Base { get out() { return { send: this.ctx.emit } } }
class Service extends Base { constructor(ctx) { super(); this.ctx = ctx } }`,
      ),
      { emits: ['a'], state: ['get'] },
    ],
    arguments: [
      handler(`await send(ctx)`, `async function send() { const [given] = arguments; await given.emit('a', {}) }`),
      { emits: ['a'] },
    ],
    'what a barrel exports as a namespace': [
      handler(`await orders.notify(ctx.emit)`, `import { orders } from './lib'`),
      { emits: ['a'] },
      {
        'lib/index.ts': `export * as orders from './orders'`,
        'lib/orders.ts': `export const notify = (emit) => emit('a', {})`,
      },
    ],
    'a literal as first argument': [handler(`await ctx.emit('a', {})`), { emits: ['a'] }],
    'a literal in an object': [handler(`await ctx.emit({ topic: 'a', data: {} })`), { emits: ['a'] }],
    'a destructured parameter': [
      `export default defineStep({ type: 'api', async handler({ emit }) { await emit('a') } })`,
      { emits: ['a'] },
    ],
    'an alias': [handler(`const { emit: send } = ctx\nawait send('a')`), { emits: ['a'] }],
    'an alias of an alias': [handler(`const send = ctx.emit\nconst again = send\nawait again('a')`), { emits: ['a'] }],
    'a computed member': [handler(`await ctx['emit']('a')`), { emits: ['a'] }],
    'an optional call': [handler(`await ctx.emit?.('a')`), { emits: ['a'] }],
    'the rest of a pattern': [handler(`const { state, ...rest } = ctx\nawait rest.emit('a')`), { emits: ['a'] }],
    'a spread context': [handler(`const more = { ...ctx, extra: 1 }\nawait more.emit('a')`), { emits: ['a'] }],
    'a constant of the file': [handler(`await ctx.emit(TOPIC)`, `const TOPIC = 'a'`), { emits: ['a'] }],
    'a constant with as const': [
      handler(`await ctx.emit(T.a)`, `const T = { a: 'x.a', b: 'x.b' } as const`),
      { emits: ['x.a'] },
    ],
    'any member of a constant object': [
      handler(`await ctx.emit(T[ctx.data.kind])`, `const T = { a: 'x.a', b: 'x.b' } as const`),
      { emits: ['x.a', 'x.b'] },
    ],
    'an enum': [handler(`await ctx.emit(T.A)`, `enum T { A = 'a', B = 'b' }`), { emits: ['a'] }],
    'an imported constant': [
      handler(`await ctx.emit(TOPIC)`, `import { TOPIC } from './topics'`),
      { emits: ['a'] },
      { 'topics.ts': `export const TOPIC = 'a'` },
    ],
    'a constant re-exported twice': [
      handler(`await ctx.emit(topics.first)`, `import { topics } from './index'`),
      { emits: ['a'] },
      {
        'index.ts': `export * from './middle'`,
        'middle.ts': `export { TOPICS as topics } from './topics.js'`,
        'topics.ts': `export const TOPICS = { first: 'a' }`,
      },
    ],
    'a namespace import': [
      handler(`await ctx.emit(topics.A)`, `import * as topics from './topics'`),
      { emits: ['a'] },
      { 'topics.ts': `export const A = 'a'` },
    ],
    'a condition': [handler(`await ctx.emit(ctx.data.ok ? 'a' : 'b', {})`), { emits: ['a', 'b'] }],
    'a condition over whole messages': [
      handler(`await ctx.emit(ctx.data.ok ? { topic: 'a' } : { topic: 'b' })`),
      { emits: ['a', 'b'] },
    ],
    'a template literal without holes': [handler('await ctx.emit(`a`)'), { emits: ['a'] }],
    'a template literal with constants in its holes': [
      handler('await ctx.emit(`${APP}.a`)', `const APP = 'shop'`),
      { emits: ['shop.a'] },
    ],
    'strings put together': [handler(`await ctx.emit(APP + '.a')`, `const APP = 'shop'`), { emits: ['shop.a'] }],
    'a message in a variable': [
      handler(`const message = { topic: 'a', data: 1 }\nawait ctx.emit(message)`),
      { emits: ['a'] },
    ],
    'a variable with two values': [
      handler(`let topic = 'a'\nif (ctx.data.ok) topic = 'b'\nawait ctx.emit(topic)`),
      { emits: ['a', 'b'] },
    ],
    'a variable without a first value': [
      handler(`let topic: string\nif (ctx.data.ok) topic = 'a'\nelse topic = 'b'\nawait ctx.emit(topic)`),
      { emits: ['a', 'b'] },
    ],
    'a value given later, to a function made before': [
      handler(`let topic = 'a'\nconst later = () => ctx.emit(topic)\ntopic = 'b'\nawait later()`),
      { emits: ['a', 'b'] },
    ],
    'a loop over a list': [handler(`for (const topic of ['a', 'b']) await ctx.emit(topic)`), { emits: ['a', 'b'] }],
    'a map over a constant list': [
      handler(`await Promise.all(TOPICS.map((topic) => ctx.emit(topic, {})))`, `const TOPICS = ['a', 'b']`),
      { emits: ['a', 'b'] },
    ],
    'a function that gives a topic': [
      handler(`await ctx.emit(topicOf(ctx.data))`, `function topicOf(x) { if (x) return 'a'\n return 'b' }`),
      { emits: ['a', 'b'] },
    ],
    'a switch': [
      handler(`switch (ctx.data.kind) { case 1: await ctx.emit('a'); break; default: await ctx.emit('b') }`),
      { emits: ['a', 'b'] },
    ],
    'try, catch and finally': [
      handler(`try { await ctx.emit('a') } catch { await ctx.emit('b') } finally { await ctx.emit('c') }`),
      { emits: ['a', 'b', 'c'] },
    ],
    'a callback to a package': [
      handler(`await retry(() => ctx.emit('a'))`, `import retry from 'p-retry'`),
      { emits: ['a'] },
    ],
    'a local function that is called': [
      handler(`const publish = (topic: string) => ctx.emit(topic)\nawait publish('a')\nawait publish('b')`),
      { emits: ['a', 'b'] },
    ],
    'bind and call': [
      handler(`const send = ctx.emit.bind(ctx)\nawait send('a')\nawait ctx.emit.call(null, 'b')`),
      { emits: ['a', 'b'] },
    ],
  })
})

describe('emit in the hands of other files', () => {
  table({
    'a function that takes emit': [
      handler(`await notify(ctx.emit, 'a')`, `import { notify } from './notify'`),
      { emits: ['a'] },
      { 'notify.ts': `export async function notify(emit, topic) { await emit({ topic, data: 1 }) }` },
    ],
    'a function that takes the context': [
      handler(`await notify(ctx)`, `import notify from './notify'`),
      { emits: ['a'], state: ['set'] },
      { 'notify.ts': `export default async ({ emit, state }) => { await state.set('k', 1); await emit('a') }` },
    ],
    'an object of functions': [
      handler(`await orders.create(ctx)`, `import { orders } from './orders'`),
      { emits: ['a'] },
      { 'orders.ts': `export const orders = { async create(ctx) { await ctx.emit('a') } }` },
    ],
    'a class that keeps emit': [
      handler(`await new Orders(ctx.emit).create()`, `import { Orders } from './orders'`),
      { emits: ['a'] },
      { 'orders.ts': `export class Orders { constructor(private emit) {} async create() { await this.emit('a') } }` },
    ],
    'a class that assigns emit, through its parent': [
      handler(`await new Orders(ctx).create()`, `import { Orders } from './orders'`),
      { emits: ['a', 'b'] },
      {
        'orders.ts': `import { Base } from './base'
          export class Orders extends Base { async create() { await this.publish('a'); await this.both() } }`,
        'base.ts': `export class Base { constructor(ctx) { this.emit = ctx.emit } publish(t) { return this.emit(t) } both() { return this.emit('b') } }`,
      },
    ],
    'a static method': [
      handler(`await Orders.create(ctx)`, `import { Orders } from './orders'`),
      { emits: ['a'] },
      { 'orders.ts': `export class Orders { static async create({ emit }) { await emit('a') } }` },
    ],
    CommonJS: [
      `const { notify } = require('./notify')
       exports.config = { type: 'event', name: 'x', subscribes: ['y'] }
       exports.handler = async (input, { emit }) => notify(emit)`,
      { emits: ['a'] },
      { 'notify.js': `const TOPIC = 'a'\nmodule.exports = { notify: (emit) => emit({ topic: TOPIC }) }` },
    ],
    'a factory': [
      handler(`const publish = publisher(ctx.emit)\nawait publish('a')`, `import { publisher } from './publisher'`),
      { emits: ['a'] },
      { 'publisher.ts': `export const publisher = (emit) => async (topic) => { await emit({ topic }) }` },
    ],
    'a handler wrapped by a project function': [
      `import { wrap } from './wrap'
       export const config = { type: 'api' }
       export const handler = wrap(async (req, { emit }) => { await emit({ topic: 'a' }) })`,
      { emits: ['a'] },
      { 'wrap.ts': `export const wrap = (inner) => async (req, ctx) => inner(req, ctx)` },
    ],
    'a Step made by a function of the project': [
      `import { audited } from './audited'
       export default audited({ type: 'api', async handler({ emit }) { await emit('a') } })`,
      { emits: ['a', 'audit'] },
      {
        'audited.ts': `import { defineStep } from 'motia-aws'
          export const audited = (step) => defineStep({ ...step, handler: async (ctx) => { await ctx.emit('audit'); return step.handler(ctx) } })`,
      },
    ],
    'functions that call each other': [
      handler(`await ping(ctx.emit, 3)`, `import { ping } from './ping'`),
      { emits: ['a', 'b'] },
      {
        'ping.ts': `import { pong } from './pong'\nexport async function ping(emit, n) { await emit('a'); if (n) await pong(emit, n - 1) }`,
        'pong.ts': `import { ping } from './ping'\nexport async function pong(emit, n) { await emit('b'); await ping(emit, n) }`,
      },
    ],
    'middleware of a Motia Step': [
      `import { audited } from './audited'
       export const config = { type: 'api', middleware: [audited] }
       export const handler = async (req, ctx) => ({ status: 200 })`,
      { emits: ['audit'], state: ['set'] },
      {
        'audited.ts': `export const audited = async (req, { emit, state }, next) => { await state.set('g', 'k', 1); await emit({ topic: 'audit' }); return next() }`,
      },
    ],
  })
})

describe('topics that cannot be known are reported, never guessed', () => {
  table({
    'the topic comes with the input': [handler(`await ctx.emit(ctx.data.topic)`), { unknown: ['a.step.ts:4'] }],
    'a hole of a template literal': [handler('await ctx.emit(`order.${ctx.data.kind}`)'), { unknown: ['a.step.ts:4'] }],
    'one way of a condition': [
      handler(`await ctx.emit(ctx.data.ok ? 'a' : ctx.data.topic)`),
      { unknown: ['a.step.ts:4'] },
    ],
    'a default for what may be anything': [
      handler(`await ctx.emit(ctx.data.topic ?? 'a')`),
      { unknown: ['a.step.ts:4'] },
    ],
    'a default of a destructured member': [
      handler(`const { topic = 'a' } = ctx.data\nawait ctx.emit(topic)`),
      { unknown: ['a.step.ts:5'] },
    ],
    'a spread after the topic': [handler(`await ctx.emit({ topic: 'a', ...ctx.data })`), { unknown: ['a.step.ts:4'] }],
    'a spread before the topic is no harm': [handler(`await ctx.emit({ ...ctx.data, topic: 'a' })`), { emits: ['a'] }],
    'a variable that gets another value': [
      handler(`let topic = 'a'\nif (ctx.data.x) topic = ctx.data.x\nawait ctx.emit(topic)`),
      { unknown: ['a.step.ts:6'] },
    ],
    'a variable that grows': [
      handler(`let topic = 'a'\ntopic += ctx.data.x\nawait ctx.emit(topic)`),
      { unknown: ['a.step.ts:6'] },
    ],
    'a list that grows': [
      handler(`const topics = ['a']\ntopics.push(ctx.data.x)\nfor (const topic of topics) await ctx.emit(topic)`),
      { unknown: ['a.step.ts:6'] },
    ],
    'a constant object that is written to': [
      handler(`T.a = ctx.data.x\nawait ctx.emit(T.a)`, `const T = { a: 'a' }`),
      { unknown: ['a.step.ts:5'] },
    ],
    'a constant written to at the top of its file': [
      handler(`await ctx.emit(T.a)`, `const T = { a: 'a' }\nT.a = process.env.TOPIC`),
      { unknown: ['a.step.ts:5'], environment: ['TOPIC'] },
    ],
    'emit given to a package': [
      handler(`await publishAll(ctx.emit)`, `import { publishAll } from 'some-package'`),
      { unknown: ['a.step.ts:4'] },
    ],
    'the context given to a package': [
      handler(`await run(ctx)`, `import { run } from 'some-package'`),
      { unknown: ['a.step.ts:4'], state: ALL },
    ],
    'emit kept in a global': [handler(`globalThis.send = ctx.emit`), { unknown: ['a.step.ts:4'] }],
    'emit as a callback': [handler(`ctx.data.list.forEach(ctx.emit)`), { unknown: ['a.step.ts:4'] }],
    'a computed member of the context': [
      handler(`await ctx[ctx.data.name]('a')`),
      { unknown: ['a.step.ts:4'], state: ALL },
    ],
    apply: [handler(`await ctx.emit.apply(null, ctx.data)`), { unknown: ['a.step.ts:4'] }],
    'a variable that becomes emit': [
      handler(`let send = async (t: string) => {}\nif (ctx.data.ok) send = ctx.emit\nawait send('a')`),
      { unknown: ['a.step.ts:5'] },
    ],
    'a handler wrapped by a package': [
      `import middy from 'middy'\nexport const config = { type: 'api' }\nexport const handler = middy(async (req, { emit }) => { await emit({ topic: 'a' }) })`,
      { unknown: expect.any(Array) as never, state: ALL },
    ],
    'a Step made by a package': [
      `import { create } from 'some-package'\nexport default create({ type: 'api', async handler({ emit }) { await emit('a') } })`,
      { unknown: ['a.step.ts:2'], state: ALL },
    ],
    'a function with the topic as parameter, called by a package': [
      handler(`each(ctx.data.topics, (topic) => ctx.emit(topic))`, `import each from 'each'`),
      { unknown: ['a.step.ts:4'] },
    ],
    'in the file where it happens': [
      handler(`await notify(ctx, ctx.data.topic)`, `import { notify } from './notify'`),
      { unknown: ['notify.ts:2'] },
      { 'notify.ts': `export async function notify({ emit }, topic) {\n  await emit(topic)\n}` },
    ],
    'a parameter with a default that is given': [
      handler(
        `await notify(ctx.emit, ctx.data.topic)\nawait notify(ctx.emit)`,
        `const notify = (emit, topic = 'a') => emit(topic)`,
      ),
      { emits: ['a'], unknown: ['a.step.ts:2'] },
    ],
    'what only looks like emit is not': [
      handler(`const bus = new EventEmitter()\nbus.emit('a')`, `import { EventEmitter } from 'node:events'`),
      {},
    ],
    'an emit that hides the context': [handler(`const emit = (t: string) => t\nemit('a')`), {}],
    'logging the context is no harm': [
      handler(`console.log(ctx); ctx.logger.info('x', { ctx })\nJSON.stringify(ctx)`),
      {},
    ],
  })
})

describe('state', () => {
  table({
    'methods by name': [
      handler(`await ctx.state.get('a')\nconst { set, ...rest } = ctx.state\nawait set('a', 1)`),
      { state: expect.arrayContaining(['get', 'set']) as never },
    ],
    'a group': [
      handler(`const orders = ctx.state.group('order')\nawait orders.update('1', (x) => x)\nawait orders.query({})`),
      { state: ['query', 'update'] },
    ],
    'an alias': [handler(`const { state: store } = ctx\nawait store.delete('a')`), { state: ['delete'] }],
    'a repository class': [
      handler(`await new Repository(ctx.state).load('1')`, `import { Repository } from './repository'`),
      { state: ['get'] },
      {
        'repository.ts': `export class Repository { #state; constructor(state) { this.#state = state } load(id) { return this.#state.get('order:' + id) } }`,
      },
    ],
    'given to a package': [handler(`await save(ctx.state)`, `import { save } from 'some-package'`), { state: ALL }],
    'a method that cannot be known': [handler(`await ctx.state[ctx.data.method]('a')`), { state: ALL }],
    'groups of Motia 0.x': [
      `export const config = { type: 'cron' }\nexport const handler = async (ctx) => { await ctx.state.getGroup('a'); await ctx.state.clear('a') }`,
      { state: ['clear', 'getGroup'] },
      {},
      'cron',
    ],
    none: [handler(`const state = new Map()\nstate.set('a', 1)`), {}],
  })
})

describe('the environment', () => {
  table({
    'variables of the file and of what it imports': [
      handler(`return [process.env.A, process.env['B']]`, `import './other'\nconst { C, D: d } = process.env`),
      { environment: ['A', 'B', 'C', 'D', 'E'] },
      { 'other.ts': `export const e = process.env.E!` },
    ],
  })
})

describe('streams that the code uses', () => {
  const all = (name: string) => ['delete', 'get', 'getGroup', 'send', 'set'].map((operation) => `${name}.${operation}`)

  table({
    'a call of a destructured stream': [
      `export const config = { type: 'event' }\nexport const handler = async (input, { streams }) => { await streams.chat.set('a', 'b', {}) }`,
      { streams: ['chat.set'] },
    ],
    'an optional call': [handler(`await ctx.streams?.chat?.get('a', 'b')`), { streams: ['chat.get'] }],
    'several operations of two streams': [
      handler(
        `const { chat, board: b } = ctx.streams\nawait chat.getGroup('a')\nawait chat.send({ groupId: 'a' }, {})\nawait b.delete('a', 'b')`,
      ),
      { streams: ['board.delete', 'chat.getGroup', 'chat.send'] },
    ],
    'a name in a constant': [
      handler(`await ctx.streams[NAME].set('a', 'b', {})`, `const NAME = 'chat'`),
      { streams: ['chat.set'] },
    ],
    'a stream given to a function of another file': [
      handler(`await tell(ctx.streams.chat)`, `import { tell } from './tell'`),
      { streams: ['chat.set'] },
      { 'tell.ts': `export const tell = (stream) => stream.set('a', 'b', {})` },
    ],
    'a name that cannot be known': [
      handler(`await ctx.streams[ctx.data.name].set('a', 'b', {})`),
      { streams: all('*') },
    ],
    'a stream given to a package': [
      handler(`await publish(ctx.streams.chat)`, `import { publish } from 'some-package'`),
      { streams: all('chat') },
    ],
    'a method that is not known': [handler(`await ctx.streams.chat.update('a', 'b', [])`), { streams: all('chat') }],
    'one that is only looked at': [handler(`if (ctx.streams.chat) ctx.logger.info('streams')`), { streams: [] }],
  })
})
