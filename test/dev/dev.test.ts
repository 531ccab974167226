/** `motia-aws dev` on a project that changes while it runs: what the Workbench asks, and hot reload. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  ApiResponse,
  AppInfo,
  MessageView,
  QueueState,
  ScheduleView,
  StateGroup,
  StateItem,
  TraceDetail,
  TraceSummary,
} from '../../cli/dev/protocol.ts'
import { type Dev, startDev } from '../../cli/dev/start.ts'

/** Inside the repository, so that packages resolve. */
const work = path.resolve(import.meta.dirname, '..', '.work')
mkdirSync(work, { recursive: true })
const root = mkdtempSync(path.join(work, 'dev-'))
const lines: string[] = []
let dev: Dev
let token: string

const step = (name: string) => path.join(root, 'steps', name)

beforeAll(async () => {
  const example = path.resolve(import.meta.dirname, '..', '..', 'steps-example')
  for (const folder of ['orders', 'steps'])
    cpSync(path.join(example, folder), path.join(root, folder), {
      recursive: true,
      filter: (file) => !/\.py$|__pycache__/.test(file),
    })
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name: 'dev-test', type: 'module' }))
  writeFileSync(path.join(root, 'cdk.json'), '{}')
  writeFileSync(
    step('fragile.step.ts'),
    `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'event', subscribes: ['fragile.poked'], infrastructure: { queue: { maxRetries: 0 } },
  async handler({ data }) { if ((data as { fail: boolean }).fail) throw new Error('as it was told') },
})
`,
  )
  writeFileSync(
    step('poke.step.ts'),
    `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'api', method: 'POST', path: '/poke',
  async handler({ body, emit }) { await emit('fragile.poked', body); return { poked: true } },
})
`,
  )
  dev = await startDev(root, {
    config: { notices: [] },
    terminal: { write: (line) => lines.push(line), paint: (_, text) => text },
    port: 0,
    workbenchPort: 0,
    inspect: undefined,
    fresh: true,
    watch: true,
    quiet: false,
  })
  const page = await (await fetch(dev.workbenchUrl)).text()
  token = /name="motia-token" content="([^"]+)"/.exec(page)![1]!
})

afterAll(async () => {
  await dev?.stop()
  rmSync(root, { recursive: true, force: true })
})

async function get<T>(target: string): Promise<T> {
  const response = await fetch(`${dev.workbenchUrl}/api${target}`)
  expect(response.status, `${target}: ${await response.clone().text()}`).toBe(200)
  return (await response.json()) as T
}

async function change<T>(method: string, target: string, body?: unknown): Promise<T> {
  const response = await fetch(`${dev.workbenchUrl}/api${target}`, {
    method,
    headers: { 'content-type': 'application/json', origin: dev.workbenchUrl, 'x-motia-token': token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(response.status, `${target}: ${await response.clone().text()}`).toBe(200)
  return (await response.json()) as T
}

const order = { customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'tea', quantity: 2, price: 4.5 }] }
const send = (method: string, target: string, body?: unknown) =>
  change<ApiResponse>('POST', '/request', {
    method,
    path: target,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

describe('what the Workbench asks', () => {
  test('the app: Steps, edges, flows', async () => {
    const app = await get<AppInfo>('/app')
    expect(app.status).toEqual({ state: 'running' })
    expect(app.steps.map((each) => each.name)).toContain('create-order')
    expect(app.edges).toContainEqual(
      expect.objectContaining({
        topic: 'payment.completed',
        from: 'process-payment',
        to: 'send-receipt',
        transport: 'sqs',
      }),
    )
    expect(app.flows).toEqual(['housekeeping', 'orders'])
    const payment = app.steps.find((each) => each.name === 'process-payment')!
    expect(payment.queue).toBeTruthy()
    expect(payment.permissions.flatMap((statement) => statement.actions)).toContain('dynamodb:GetItem')
    expect(payment.permissions.flatMap((statement) => statement.actions)).not.toContain('dynamodb:DeleteItem')
  })

  test('the OpenAPI document', async () => {
    const document = (await (await fetch(`${dev.workbenchUrl}/openapi.json`)).json()) as {
      paths: Record<string, object>
    }
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/orders', '/orders/{id}', '/graphql']))
  })

  test('a request, and the trace of that very call', async () => {
    const answer = await send('POST', '/orders', order)
    expect(answer).toMatchObject({ status: 201, encoding: 'utf8' })
    const trace = await until(
      () => get<TraceDetail>(`/traces/${answer.traceId}`),
      (each) => each.status === 'ok' && each.steps.includes('send-receipt'),
    )
    expect(trace.entry).toBe('POST /orders')
    expect(trace.logs.map((line) => line.message)).toEqual(expect.arrayContaining(['order created', 'receipt written']))
    const changes = trace.spans.filter((span) => span.change)
    expect(changes.length).toBeGreaterThan(2)
    const list = await get<TraceSummary[]>('/traces?step=send-receipt&status=ok')
    expect(list.map((each) => each.traceId)).toContain(answer.traceId)
    expect(await get<TraceSummary[]>('/traces?text=no-such-text')).toEqual([])
  })

  test('state is read, edited and deleted', async () => {
    expect(await get<StateGroup[]>('/state')).toContainEqual({ group: 'order', count: expect.any(Number) })
    await change<StateItem>('PUT', '/state/order/by-hand', { value: { id: 'by-hand', total: 1 } })
    expect(JSON.parse((await send('GET', '/orders/by-hand')).body)).toMatchObject({ id: 'by-hand', total: 1 })
    await change('DELETE', '/state/order/by-hand')
    expect((await send('GET', '/orders/by-hand')).status).toBe(404)
  })

  test('a dead letter says why, and is redriven', async () => {
    const { traceId } = await send('POST', '/poke', { fail: true })
    const queues = await get<QueueState[]>('/queues')
    const dead = queues.find((queue) => queue.step === 'fragile' && queue.deadLetter)!
    const letters = () => get<MessageView[]>(`/queues/${dead.name}/messages`)
    const [letter] = await until(letters, (found) => found.length === 1)
    expect(letter).toMatchObject({ traceId, topic: 'fragile.poked', reason: expect.stringContaining('as it was told') })
    expect(await change('POST', `/queues/${dead.name}/redrive`, { messageIds: [letter!.messageId] })).toEqual({
      moved: 1,
    })
    await until(letters, (found) => found.length === 1 && found[0]!.messageId !== letter!.messageId)
    await change('POST', `/queues/${dead.name}/purge`)
    expect(await letters()).toEqual([])
  })

  test('schedules are shown in their zone, run and paused', async () => {
    const [schedule] = await get<ScheduleView[]>('/schedules')
    expect(schedule).toMatchObject({
      step: 'daily-cleanup',
      written: '0 3 * * *',
      timezone: 'Europe/Stockholm',
      enabled: true,
    })
    expect(schedule!.nextRuns).toHaveLength(5)
    await change('POST', `/schedules/${schedule!.name}/run`)
    await until(
      () => get<TraceSummary[]>('/traces?step=daily-cleanup'),
      (found) => found.some((trace) => trace.status === 'ok'),
    )
    await change('POST', `/schedules/${schedule!.name}/pause`)
    expect(await get<ScheduleView[]>('/schedules')).toMatchObject([{ enabled: false }])
    await change('POST', `/schedules/${schedule!.name}/resume`)
  })

  test('events arrive as they happen', async () => {
    const abort = new AbortController()
    const stream = await fetch(`${dev.workbenchUrl}/api/stream`, { signal: abort.signal })
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    await send('GET', '/orders/none')
    let text = ''
    while (!text.includes('"invocation.end"')) text += (await reader.read()).value ?? ''
    expect(text).toContain('get-order')
    abort.abort()
  })
})

describe('hot reload', () => {
  const api = async (target: string) => {
    const response = await fetch(`${dev.apiUrl}${target}`)
    return `${response.status} ${await response.text()}`
  }

  test('a saved handler is live, and queues and state stay', async () => {
    const { body } = await send('POST', '/orders', order)
    const { id } = JSON.parse(body) as { id: string }
    const source = readFileSync(step('get-order.step.ts'), 'utf8')
    writeFileSync(step('get-order.step.ts'), source.replace('{ ...order, payment', '{ version: 2, ...order, payment'))
    await until(
      () => api(`/orders/${id}`),
      (answer) => answer.startsWith('200') && answer.includes('"version":2'),
    )
  })

  test('a new file is a new route, a renamed one moves it, a deleted one takes it away', async () => {
    writeFileSync(
      step('hello.step.ts'),
      `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'api', method: 'GET', path: '/hello', handler: () => ({ hello: 'world' }) })
`,
    )
    await until(
      () => api('/hello'),
      (answer) => answer === '200 {"hello":"world"}',
    )
    renameSync(step('hello.step.ts'), step('greet.step.ts'))
    await until(
      () => get<AppInfo>('/app'),
      (app) => app.steps.some((each) => each.name === 'greet') && !app.steps.some((each) => each.name === 'hello'),
    )
    expect(await api('/hello')).toBe('200 {"hello":"world"}')
    rmSync(step('greet.step.ts'))
    await until(
      () => api('/hello'),
      (answer) => answer.startsWith('404'),
    )
  })

  test('a changed config changes the route', async () => {
    const source = readFileSync(step('poke.step.ts'), 'utf8')
    writeFileSync(step('poke.step.ts'), source.replace("path: '/poke'", "path: '/poke/:who'"))
    await until(
      () => send('POST', '/poke/me', { fail: false }),
      (answer) => answer.status === 200,
    )
    expect((await send('POST', '/poke', { fail: false })).status).toBe(404)
  })

  test('a new warning is said, once', async () => {
    const said = () => lines.filter((line) => line.includes("'late' subscribes to 'never.emitted'"))
    const source = `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'event', subscribes: ['never.emitted'], handler() {} })
`
    const reloads = () => lines.filter((line) => line.includes('reloaded in')).length
    writeFileSync(step('late.step.ts'), source)
    await until(
      async () => said(),
      ({ length }) => length > 0,
    )
    for (const edit of [() => writeFileSync(step('late.step.ts'), `\n${source}`), () => rmSync(step('late.step.ts'))]) {
      const before = reloads()
      edit()
      await until(
        async () => reloads(),
        (count) => count > before,
      )
    }
    expect(said()).toEqual([expect.stringContaining('steps/late.step.ts:2')])
  })

  test('a broken file is reported with its place, and the last good version goes on serving', async () => {
    const source = readFileSync(step('get-order.step.ts'), 'utf8')
    writeFileSync(step('get-order.step.ts'), source.replace('async handler(', 'async handler(('))
    const broken = await until(
      () => get<AppInfo>('/app'),
      (app) => app.status.state === 'broken',
    )
    expect(broken.status.errors![0]).toMatchObject({
      severity: 'error',
      location: { file: 'steps/get-order.step.ts', line: expect.any(Number) },
    })
    expect(await api('/orders/none')).toMatch(/^404 /)
    writeFileSync(step('get-order.step.ts'), source)
    await until(
      () => get<AppInfo>('/app'),
      (app) => app.status.state === 'running',
    )
  })
})

test('the terminal tells where things are and what happened', () => {
  const text = lines.join('\n')
  expect(text).toContain('http://localhost:')
  expect(text).toMatch(/POST +\/orders +create-order/)
  expect(text).toMatch(/✓ send-receipt/)
  expect(text).toMatch(/fragile .*Error: as it was told \(.*steps\/fragile\.step\.ts:\d+\)/)
})

/** Asks again and again until the answer fits; the time is a limit for what never comes, not a wait. */
async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 25_000
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      if (Date.now() > deadline) throw error
      return undefined
    })
    if (answer !== undefined && fits(answer)) return answer
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(answer)} after 25 s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
