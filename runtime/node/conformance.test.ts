/** Runs the table that both runtimes share; see test/conformance/README.md. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LambdaContext } from './invocation/run.ts'
import { startTable, type TestTable } from './testing/dynamodb.ts'
import { functionEnvironment, setEnvironment } from './testing/environment.ts'
import { between, expectation } from './testing/expectation.ts'
import { awsError, type FakeAws, startFakeAws } from './testing/fake-aws.ts'
import { envelope, httpEvent, lambdaContext, type RecordGiven, type RequestGiven, sqsEvent } from './testing/invoke.ts'
import { sentMessages, visibilityChanges } from './testing/messages.ts'
import { captureLogs } from './testing/output.ts'
import { type FakeDaemon, startFakeDaemon } from './testing/xray.ts'

interface Case {
  readonly name: string
  readonly dialect: 'define-step' | 'motia'
  readonly trigger: 'api' | 'event' | 'cron'
  readonly step: string
  readonly only?: string
  readonly environment?: Record<string, string>
  readonly state?: { group: string; key: string; value: unknown; version?: number; ttl?: number }[]
  readonly remaining?: number
  readonly gone?: string[]
  readonly failures?: { service: string; action?: string; code: string; times: number }[]
  readonly request?: RequestGiven
  readonly records?: (RecordGiven & { envelope?: Record<string, unknown> })[]
  readonly schedule?: object
  readonly event?: unknown
  readonly expected: Expected
}

interface Expected {
  readonly response?: { json?: unknown; body?: string }
  readonly batchItemFailures?: string[]
  readonly error?: { type?: unknown; message?: unknown }
  readonly messages?: { to: string; envelope?: { id: unknown } }[] | { $any: true }
  readonly visibility?: [handle: string, least: number, most: number][] | { $any: true }
  readonly posts?: [connection: string, message: object][]
  readonly state?: unknown
  readonly segments?: { name: string; parent?: string; annotations: object; fault?: boolean }[]
  readonly logs?: Record<string, unknown>[]
  readonly elapsed?: number
}

const tables = join(import.meta.dirname, '../../test/conformance')
const root = '1-5759e988-bd862e3fe1be46a994272793'
const parent = '53995c3f42cd8ad8'

let daemon: FakeDaemon
let aws: FakeAws
let dynamodb: TestTable
let restore: () => void

beforeAll(async () => {
  daemon = await startFakeDaemon()
  dynamodb = await startTable()
  aws = await startFakeAws(dynamodb.url)
})
afterAll(async () => {
  daemon.close()
  await aws.close()
  await dynamodb.close()
})
afterEach(async () => {
  restore()
  aws.calls.length = 0
  aws.answer = () => undefined
  daemon.segments.length = 0
  await dynamodb.clear()
})

for (const file of readdirSync(tables).filter((name) => name.endsWith('.json'))) {
  const cases: Case[] = JSON.parse(readFileSync(join(tables, file), 'utf8'))
  describe(file, () => {
    test.each(cases.filter(({ only }) => only !== 'python'))('$name', run)
  })
}

async function run(one: Case): Promise<void> {
  restore = setEnvironment({
    ...functionEnvironment(aws.url),
    MOTIA_STEP: one.step,
    AWS_XRAY_DAEMON_ADDRESS: daemon.address,
    _X_AMZN_TRACE_ID: `Root=${root};Parent=${parent};Sampled=1`,
    ...one.environment,
  })
  for (const item of one.state ?? []) await dynamodb.put(item)
  const before = await dynamodb.items()
  failAsStated(one.failures ?? [], one.gone ?? [])
  const module = (await import(join(tables, 'steps', `${one.step}.ts`))) as object
  const { adapt } = (await import(`./adapters/${one.trigger}.ts`)) as {
    adapt: (module: object, options: object) => (event: unknown, context: LambdaContext) => Promise<unknown>
  }
  const handler = adapt(module, { name: one.step, dialect: one.dialect })
  const logs = captureLogs()
  const start = Date.now()
  const outcome = await handler(eventOf(one), lambdaContext(one.remaining)).then(
    (result) => ({ result }),
    (error: Error) => ({ error: { type: error.name, message: error.message } }),
  )
  const elapsed = Date.now() - start
  logs.release()
  const { expected } = one
  expect(outcomeOf(one, outcome)).toEqual(expectedOutcome(one))
  checkMessages(expected.messages ?? [])
  checkVisibility(expected.visibility ?? [])
  checkPosts(expected.posts ?? [])
  expect(await dynamodb.items()).toEqual(expectation(expected.state ?? before))
  if (expected.segments) await checkSegments(expected.segments)
  checkLogs(logs.lines, expected.logs ?? [])
  expect(elapsed).toBeLessThanOrEqual(expected.elapsed ?? Number.POSITIVE_INFINITY)
}

function failAsStated(failures: NonNullable<Case['failures']>, gone: readonly string[]): void {
  const left = failures.map((failure) => ({ ...failure }))
  aws.answer = ({ service, action, input }) => {
    if (gone.includes(String(input['ConnectionId']))) return awsError('GoneException', 410)
    const failure = left.find(
      (some) =>
        some.times > 0 && some.service === service && (some.action === undefined || action.startsWith(some.action)),
    )
    if (!failure) return undefined
    failure.times--
    return awsError(failure.code)
  }
}

function eventOf({ event, request, records, schedule, step }: Case): unknown {
  if (request) return httpEvent(request)
  if (!records) return schedule ?? event
  return sqsEvent(
    records.map(({ envelope: fields, ...record }) => ({
      ...record,
      ...(fields && {
        body: envelope({
          id: `${record.id}-envelope`,
          traceHeader: 'Root=1-581cf771-a006649127e371903a2de979;Parent=0123456789abcdef;Sampled=1',
          ...fields,
        }),
      }),
    })),
    step,
  )
}

type Outcome = { readonly result?: unknown; readonly error?: unknown }

function outcomeOf({ trigger, expected }: Case, { result, error }: Outcome): unknown {
  if (error) return { error }
  if (trigger === 'event') {
    const { batchItemFailures } = result as { batchItemFailures: { itemIdentifier: string }[] }
    return { failures: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort() }
  }
  if (trigger === 'cron') return {}
  const { body = '', ...rest } = result as { body?: string }
  const response = { cookies: [], isBase64Encoded: false, ...rest }
  return { response: expected.response?.json ? { ...response, json: JSON.parse(body) } : { ...response, body } }
}

function expectedOutcome({ trigger, expected }: Case): unknown {
  const { error, response, batchItemFailures = [] } = expected
  if (error) return { error: expectation({ type: { $any: true }, message: { $any: true }, ...error }) }
  if (trigger === 'event') return { failures: [...batchItemFailures].sort() }
  if (trigger === 'cron') return {}
  const given = { headers: {}, cookies: [], isBase64Encoded: false, ...response }
  return { response: expectation(given.json ? given : { body: '', ...given }) }
}

function checkMessages(expected: NonNullable<Expected['messages']>): void {
  if (!Array.isArray(expected)) return
  const sent = sentMessages(aws.calls).map(({ body, ...message }) => {
    const text = JSON.parse(body) as Record<string, unknown>
    const wanted = expected.some(({ to, envelope }) => to === message.to && envelope)
    if (!wanted) return { ...message, body }
    const { time, traceHeader, ...rest } = text
    expect(time).toBe(new Date(time as string).toISOString())
    expect(traceHeader).toMatch(new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=1$`))
    return { ...message, envelope: rest }
  })
  expect(inOrder(sent)).toEqual(inOrder(expected.map(expectation) as { to: string }[]))
}

function inOrder<T extends { to: string; envelope?: { id?: unknown } }>(messages: readonly T[]): T[] {
  const text = ({ to, envelope }: T) => `${to} ${String(envelope?.id ?? '')}`
  return messages.toSorted((a, b) => (text(a) < text(b) ? -1 : 1))
}

function checkVisibility(expected: NonNullable<Expected['visibility']>): void {
  if (!Array.isArray(expected)) return
  const changes = visibilityChanges(aws.calls)
  expect(changes.toSorted()).toEqual(expected.toSorted().map(([handle, least, most]) => [handle, between(least, most)]))
}

function checkPosts(expected: NonNullable<Expected['posts']>): void {
  const posted = aws.calls
    .filter(({ service, status }) => service === 'execute-api' && status === 200)
    .map(({ input }) => {
      const { timestamp, ...message } = JSON.parse(String(input['Data'])) as { timestamp: number }
      expect(timestamp).toEqual(between(Date.now() - 60_000, Date.now() + 60_000))
      return [input['ConnectionId'], message]
    })
  const text = (post: unknown) => JSON.stringify(post)
  expect(posted.map(text).sort()).toEqual(expected.map(text).sort())
}

async function checkSegments(expected: NonNullable<Expected['segments']>): Promise<void> {
  const sent = await daemon.received(expected.length)
  const nameOf = new Map(sent.map(({ id, name }) => [id, name]))
  for (const { id, type, trace_id, start_time, end_time } of sent) {
    expect({ type, trace_id }).toEqual({ type: 'subsegment', trace_id: root })
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(start_time).toBeLessThanOrEqual(end_time)
  }
  const seen = sent.map(({ name, parent_id, annotations, fault }) => ({
    name,
    ...(parent_id !== parent && { parent: nameOf.get(parent_id) }),
    annotations,
    ...(fault && { fault }),
  }))
  expect(seen).toHaveLength(expected.length)
  for (const one of expected) expect(seen).toContainEqual(expectation(one))
}

function checkLogs(lines: readonly Record<string, unknown>[], expected: readonly Record<string, unknown>[]): void {
  for (const line of lines) {
    expect(line).toMatchObject({
      timestamp: expect.any(String),
      level: expect.any(String),
      message: expect.any(String),
      requestId: 'request-1',
      step: expect.any(String),
    })
  }
  let from = 0
  for (const one of expected) {
    const wanted = expectation(one) as Record<string, unknown>
    const at = lines.findIndex((line, index) => {
      if (index < from) return false
      try {
        expect(line).toMatchObject(wanted)
        return true
      } catch {
        return false
      }
    })
    expect(lines[at] ?? lines, `no log line ${JSON.stringify(one)}`).toMatchObject(wanted)
    from = at + 1
  }
}
