import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { execute } from '../invocation/execute.ts'
import { createRun } from '../invocation/run.ts'
import { setEnvironment } from '../testing/environment.ts'
import { lambdaContext } from '../testing/invoke.ts'
import { type FakeDaemon, startFakeDaemon } from '../testing/xray.ts'
import { invocationTraceHeader, newTraceId, parseTraceHeader } from './header.ts'
import { traced } from './segment.ts'

const root = '1-5759e988-bd862e3fe1be46a994272793'
const sampled = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`

let daemon: FakeDaemon
beforeAll(async () => {
  daemon = await startFakeDaemon()
})
afterAll(() => daemon.close())
afterEach(() => {
  daemon.segments.length = 0
})

const run = (header: string, step = 'a step') =>
  createRun({
    step,
    trigger: 'event',
    lambda: lambdaContext(),
    parentId: 'p',
    traceId: root,
    hop: 0,
    header: parseTraceHeader(header),
    topic: 'order.created',
    attempt: 2,
    messageId: 'm',
  })

async function within<T>(address: string | undefined, work: () => Promise<T>): Promise<T> {
  const restore = setEnvironment({ AWS_XRAY_DAEMON_ADDRESS: address, MOTIA_APP: 'shop' })
  try {
    return await work()
  } finally {
    restore()
  }
}

test("calls are subsegments of the handler's, which is the invocation's", async () => {
  const one = run(sampled)
  let inner: string | undefined
  await within(daemon.address, () =>
    execute(one, () =>
      traced(one, 'emit order.paid', { topic: 'order.paid' }, async (header) => {
        inner = header
      }),
    ),
  )
  const [emit, handler] = await daemon.received(2)
  expect(handler).toMatchObject({
    name: 'a step',
    type: 'subsegment',
    trace_id: root,
    parent_id: '53995c3f42cd8ad8',
    annotations: {
      app: 'shop',
      step: 'a step',
      trigger: 'event',
      traceId: root,
      topic: 'order.created',
      attempt: 2,
      messageId: 'm',
    },
  })
  expect(emit).toMatchObject({
    name: 'emit order.paid',
    parent_id: handler!.id,
    annotations: { topic: 'order.paid', step: 'a step' },
  })
  expect(inner).toBe(`Root=${root};Parent=${emit!.id};Sampled=1`)
})

test('calls carry the lineage on, for Lambda to notice loops', async () => {
  const one = run(`${sampled};Lineage=a87bd80c:1`)
  const seen = await within(daemon.address, () =>
    execute(one, () => traced(one, 'state.get', {}, async (header) => header)),
  )
  await daemon.received(2)
  expect(seen).toMatch(new RegExp(`^Root=${root};Parent=[0-9a-f]{16};Sampled=1;Lineage=a87bd80c:1$`))
})

test('a failure is a fault with its kind, message and stack', async () => {
  const one = run(sampled)
  await within(daemon.address, () =>
    execute(one, () => {
      throw new RangeError('too much')
    }).catch(() => undefined),
  )
  const [segment] = await daemon.received(1)
  const [exception] = segment!.cause!.exceptions
  expect(segment!.fault).toBe(true)
  expect(segment!.annotations).toMatchObject({ error: 'RangeError' })
  expect(exception).toMatchObject({ type: 'RangeError', message: 'too much' })
  expect(exception!.stack[0]).toEqual({
    path: expect.stringMatching(/trace\.test\.ts$/),
    line: expect.any(Number),
    label: expect.any(String),
  })
})

test.each([
  ['Sampled=0', `Root=${root};Parent=53995c3f42cd8ad8;Sampled=0`, () => daemon.address],
  ['no decision', `Root=${root};Parent=53995c3f42cd8ad8`, () => daemon.address],
  ['no daemon', sampled, () => undefined],
  ['no header', '', () => daemon.address],
  ['no parent', `Root=${root};Sampled=1`, () => daemon.address],
])('nothing is sent: %s', async (_, header, address) => {
  const one = run(header)
  const seen = await within(address(), () => execute(one, () => traced(one, 'state.get', {}, async (inner) => inner)))
  expect(seen).toBe(header || undefined)
  expect(one.sending).toEqual([])
})

test.each(['nonsense', '127.0.0.1:notaport', 'no.such.host.invalid:2000', 'tcp:127.0.0.1:1 udp:127.0.0.1:1'])(
  'a daemon address like %j is no reason to fail',
  async (address) => {
    const one = run(sampled)
    expect(await within(address, () => execute(one, () => 'done'))).toBe('done')
  },
)

test('names hold only what X-Ray allows', async () => {
  const one = run(sampled, `s${'ä'.repeat(300)}<>"`)
  await within(daemon.address, () => execute(one, () => undefined))
  const [segment] = await daemon.received(1)
  expect(segment!.name).toMatch(/^sä+$/)
  expect(segment!.name).toHaveLength(200)
})

test.each([
  [undefined, undefined],
  ['', undefined],
  ['Root=1-x-y', undefined],
  ['Parent=53995c3f42cd8ad8', undefined],
  [sampled, { root, parent: '53995c3f42cd8ad8', sampled: true }],
  [`Self=1-a-b; Root=${root} ;Sampled=?`, { root, parent: undefined, sampled: false }],
  [`Root=${root};Parent=1;Sampled=0`, { root, parent: undefined, sampled: false }],
  [`${sampled};Lineage=a87bd80c:1`, { root, parent: '53995c3f42cd8ad8', sampled: true, lineage: 'a87bd80c:1' }],
])('header %j', (text, expected) => {
  const { text: _, ...parsed } = parseTraceHeader(text) ?? { text }
  expect(parsed).toEqual(expected ?? {})
})

test('the invoke store comes before the environment, which every invocation sets anew', () => {
  const restore = setEnvironment({ _X_AMZN_TRACE_ID: sampled })
  expect(invocationTraceHeader()?.root).toBe(root)
  const other = newTraceId()
  const global = globalThis as { awslambda?: object }
  global.awslambda = { InvokeStore: { getXRayTraceId: () => `Root=${other}` } }
  expect(invocationTraceHeader()?.root).toBe(other)
  delete global.awslambda
  restore()
})

test('new trace ids have the form of X-Ray', () => {
  const ids = Array.from({ length: 100 }, newTraceId)
  for (const id of ids) expect(parseTraceHeader(`Root=${id}`)?.root).toBe(id)
  expect(new Set(ids).size).toBe(100)
})
