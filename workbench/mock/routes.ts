import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { ApiRequest, ApiResponse, StatePage } from '../../cli/dev/protocol.ts'
import { limits } from './limits.ts'
import { placeOrder } from './simulate.ts'
import { appInfo, queues, summary, tell, type World } from './world.ts'

interface Call {
  readonly method: string
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
}

/** Answers one request below `/api`; undefined when there is no such path. */
export async function answer(world: World, { method, path, query, body }: Call): Promise<unknown> {
  const [what, name = '', action = ''] = path
  switch (`${method} ${what}`) {
    case 'GET app':
      return appInfo(world)
    case 'GET steps':
      return source(world, name)
    case 'GET traces':
      return name ? world.traces.find((trace) => trace.traceId === name) : traces(world, query)
    case 'GET logs':
      return logs(world, query)
    case 'GET queues':
      return name ? world.messages.get(name) : queues(world)
    case 'POST queues':
      return queueAction(world, name, action, body['messageIds'] as string[] | undefined)
    case 'GET state':
      return name ? items(world, name, query.get('prefix') ?? '') : groups(world, query.get('prefix') ?? '')
    case 'PUT state':
    case 'DELETE state':
      return writeItem(world, name, action, method === 'PUT' ? body : undefined)
    case 'GET schedules':
      return world.schedules
    case 'POST schedules':
      world.schedules = world.schedules.map((one) =>
        one.name === name ? { ...one, enabled: action !== 'pause' } : one,
      )
      return {}
    case 'POST request':
      return request(world, body as unknown as ApiRequest)
    case 'GET limits':
      return limits
    default:
      return undefined
  }
}

function source(world: World, name: string) {
  const step = world.steps.find((one) => one.name === name)
  if (!step) return undefined
  const language = step.language === 'python' ? 'python' : 'typescript'
  try {
    const text = readFileSync(new URL(`../../steps-example/${step.file}`, import.meta.url), 'utf8')
    return { file: step.file, language, text }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { file: step.file, language, text: `// ${step.name}\nexport default defineStep({})\n` }
  }
}

function traces(world: World, query: URLSearchParams) {
  const text = query.get('text')?.toLowerCase() ?? ''
  const fits = (key: string, value: string) => !query.get(key) || query.get(key) === value
  return world.traces
    .map((trace) => summary(world, trace))
    .filter((trace) => fits('status', trace.status))
    .filter((trace) => !query.get('step') || trace.steps.includes(query.get('step') ?? ''))
    .filter((trace) => !query.get('topic') || trace.topics.includes(query.get('topic') ?? ''))
    .filter((trace) => trace.duration >= Number(query.get('minDuration') ?? 0))
    .filter((trace) => `${trace.entry} ${trace.traceId} ${trace.steps.join(' ')}`.toLowerCase().includes(text))
}

function logs(world: World, query: URLSearchParams) {
  const text = query.get('text')?.toLowerCase() ?? ''
  return world.logs
    .filter((line) => !query.get('step') || line.step === query.get('step'))
    .filter((line) => !query.get('level') || line.level === query.get('level'))
    .filter((line) => !query.get('traceId') || line.traceId === query.get('traceId'))
    .filter((line) => `${line.message} ${JSON.stringify(line.fields)}`.toLowerCase().includes(text))
}

function queueAction(world: World, name: string, action: string, ids: readonly string[] | undefined) {
  const messages = world.messages.get(name) ?? []
  const taken = messages.filter((message) => action === 'purge' || !ids || ids.includes(message.messageId))
  world.messages.set(
    name,
    messages.filter((message) => !taken.includes(message)),
  )
  tell(world, { type: 'queues' })
  return action === 'redrive' ? { moved: taken.length } : {}
}

function groups(world: World, prefix: string) {
  const counted = Map.groupBy(world.items, (item) => item.group)
  return [...counted]
    .filter(([group]) => group.startsWith(prefix))
    .map(([group, held]) => ({ group, count: held.length }))
}

function items(world: World, group: string, prefix: string): StatePage {
  const fitting = world.items.filter((item) => item.group === group && item.key.startsWith(prefix))
  return { items: fitting.sort((a, b) => (a.key < b.key ? -1 : 1)), next: null }
}

function writeItem(world: World, group: string, key: string, body: Record<string, unknown> | undefined) {
  const old = world.items.find((item) => item.group === group && item.key === key)
  const ttl = typeof body?.['ttl'] === 'number' ? body['ttl'] : null
  const item = { group, key, value: body?.['value'], ttl, version: (old?.version ?? 0) + 1 }
  world.items = [...world.items.filter((one) => one !== old), ...(body ? [item] : [])]
  tell(world, { type: 'state', table: 'orders-state', group, key })
  return body ? item : {}
}

async function request(world: World, { method, path, body }: ApiRequest): Promise<ApiResponse> {
  await wait(20)
  const made = method === 'POST' && path === '/orders' ? placeOrder(world, JSON.parse(body ?? '{}')) : undefined
  const text = JSON.stringify(made?.order ?? { error: `no order ${path.split('/').at(-1)}` })
  return {
    status: made ? 201 : 404,
    headers: [
      ['content-type', 'application/json'],
      ['date', new Date().toUTCString()],
      ['apigw-requestid', 'Zk3xPhOlIAMEVTg='],
    ],
    body: text,
    encoding: 'utf8',
    duration: 48,
    size: Buffer.byteLength(text),
    traceId: made?.trace.traceId ?? null,
  }
}
