import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createEmit } from '../emit/emit.ts'
import { createLogger } from '../logger/index.ts'
import { functionEnvironment, setEnvironment } from '../testing/environment.ts'
import { awsError, type FakeAws, startFakeAws } from '../testing/fake-aws.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { sentMessages } from '../testing/messages.ts'
import { captureLogs } from '../testing/output.ts'
import { current } from './current.ts'
import { execute } from './execute.ts'
import { createRun, keep, type Run } from './run.ts'

let aws: FakeAws
let restore: () => void
beforeAll(async () => {
  aws = await startFakeAws()
  restore = setEnvironment(functionEnvironment(aws.url))
})
afterAll(async () => {
  restore()
  await aws.close()
})
afterEach(() => {
  aws.calls.length = 0
  aws.answer = () => undefined
})

const run = (name = 'one'): Run =>
  createRun({
    step: name,
    trigger: 'api',
    lambda: lambdaContext(30_000, name),
    parentId: name,
    traceId: name,
    hop: 0,
    header: undefined,
  })

test('a handler that waits keeps the process alive, one that is done does not', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  let release!: () => void
  const waiting = execute(run(), () => new Promise<void>((resolve) => (release = resolve)))
  expect(timers()).toBe(before + 1)
  release()
  await waiting
  expect(timers()).toBe(before)
})

test('what nobody awaits is done first, also what it starts in turn', async () => {
  const one = run()
  const done: string[] = []
  const later = (name: string, then?: () => void) =>
    keep(
      one,
      new Promise<void>((resolve) =>
        setImmediate(() => {
          done.push(name)
          then?.()
          resolve()
        }),
      ),
    )
  expect(
    await execute(one, () => {
      void later('a', () => void later('b', () => void later('c')))
      return 'result'
    }),
  ).toBe('result')
  expect(done).toEqual(['a', 'b', 'c'])
})

test('the failure of an emit that nobody awaited fails the handling', async () => {
  aws.answer = () => awsError('AccessDenied')
  const one = run()
  await expect(execute(one, () => void createEmit(one)('order.created', 1))).rejects.toMatchObject({
    code: 'AccessDenied',
  })
})

test.each<[string, (emit: ReturnType<typeof createEmit>) => Promise<unknown> | undefined]>([
  ['await in try', async (emit) => await emit('order.created', 1).catch(() => undefined)],
  ['Promise.allSettled', (emit) => Promise.allSettled([emit('order.created', 1)])],
  ['catch without await', (emit) => void emit('order.created', 1).catch(() => undefined) as undefined],
  ['then', (emit) => emit('order.created', 1).then(undefined, () => undefined)],
])('a failure that the author took care of (%s) does not', async (_, work) => {
  aws.answer = () => awsError('AccessDenied')
  const one = run()
  await execute(one, () => work(createEmit(one)))
})

test("a handler's own error is the one reported, and what it started still lands", async () => {
  const one = run()
  await expect(
    execute(one, () => {
      void createEmit(one)('order.created', 1)
      throw new RangeError('first')
    }),
  ).rejects.toThrow(RangeError)
  expect(sentMessages(aws.calls)).toHaveLength(1)
})

test('64 invocations at once do not mix', async () => {
  const logs = captureLogs()
  const names = Array.from({ length: 64 }, (_, n) => `run-${n}`)
  await Promise.all(
    names.map((name, n) => {
      const one = run(name)
      return execute(one, async () => {
        for (let turn = 0; turn <= n % 7; turn++) await new Promise(setImmediate)
        expect(current.getStore()).toBe(one)
        await createEmit(one)('order.created', { name })
        await new Promise((resolve) => setTimeout(resolve, n % 3))
        expect(current.getStore()).toBe(one)
        createLogger(one).info('done', { name })
      })
    }),
  )
  logs.release()
  expect(logs.lines).toHaveLength(64)
  for (const { requestId, step, traceId, name } of logs.lines)
    expect([requestId, step, traceId]).toEqual([name, name, name])
  const envelopes = sentMessages(aws.calls).map(({ body }) => JSON.parse(body))
  expect(envelopes.map(({ data }) => data.name).sort()).toEqual(names.toSorted())
  for (const { data, parentId, traceId } of envelopes) expect([parentId, traceId]).toEqual([data.name, data.name])
})
