/** The example's documents as they arrive at the emulator's daemon, from Steps in both languages, good and failing. */
import path from 'node:path'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { expect, it, vi } from 'vitest'
import { type Span, startApp, type TestApp } from '../../cli/testing.ts'
import { listenIn } from './arrivals.ts'
import { problemsOf, type SentDocument } from './check.ts'
import { missingPython } from './python.ts'

const example = path.resolve(import.meta.dirname, '../../steps-example')

/** An order that is paid for and flagged, one that is refused, and the events of one that is not there. */
async function drive(app: TestApp): Promise<void> {
  const post = (body: unknown) =>
    fetch(`${app.apiUrl}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const items = [{ sku: 'lamp', quantity: 60, price: 90 }]
  expect((await post({ customer: 'Ada', email: 'a@mailinator.com', items })).status).toBe(201)
  expect((await post({ customer: 'Ada', email: 'a@example.com', items: [] })).status).toBe(400)
  await app.idle()
  const topic = app.resources().find(({ type }) => type === 'AWS::SNS::Topic')!
  const { endpoint, region } = app
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const sns = new SNSClient({ endpoint, region, credentials })
  await sns.send(new PublishCommand({ TopicArn: topic.arn, Message: JSON.stringify({ orderId: 'none' }) }))
  await app.idle()
}

/** What arrives, and what the Workbench shows of it. */
async function seenOf(environment: Record<string, string>): Promise<{ sent: SentDocument[]; spans: readonly Span[] }> {
  const arrived = listenIn()
  const app = await startApp(example, { environment })
  try {
    await drive(app)
    // A datagram takes a moment, though it was sent before the invocation ended.
    await vi.waitUntil(() => new Set(handlers(arrived()).map(({ name, fault }) => `${name} ${fault}`)).size >= 7)
    return { sent: arrived(), spans: app.traces().flatMap((trace) => trace.spans) }
  } finally {
    await app.stop()
  }
}

const handlers = (sent: readonly SentDocument[]) => sent.filter(({ name, annotations }) => name === annotations['step'])
const named = (sent: readonly SentDocument[], name: string) => sent.filter((document) => document.name === name)

it.skipIf(missingPython)(
  'are what X-Ray takes, in traces that are linked',
  async () => {
    const { sent, spans } = await seenOf({})
    for (const document of sent) expect(problemsOf(document), JSON.stringify(document)).toEqual([])

    const known = new Set(spans.map(({ id }) => id))
    for (const { type, parent_id } of sent)
      expect({ type, known: known.has(parent_id!) }).toEqual({ type: 'subsegment', known: true })
    expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length)
    expect(new Set(handlers(sent).map(({ name }) => name))).toEqual(
      new Set(['create-order', 'process-payment', 'analyze-order', 'send-receipt', 'order-flagged']),
    )

    for (const [step, file, type] of [
      ['process-payment', 'steps/process-payment.step.ts', 'Error'],
      ['analyze-order', 'steps/analyze-order.step.py', 'LookupError'],
    ] as const) {
      const [failed] = named(sent, step).filter(({ fault }) => fault)
      const [exception] = failed!.cause!.exceptions
      expect(exception).toMatchObject({ type, message: 'no order none in state' })
      expect(exception!.stack[0]).toMatchObject({ line: expect.any(Number), label: expect.stringMatching(/handler/) })
      expect(exception!.stack[0]!.path.endsWith(file), exception!.stack[0]!.path).toBe(true)
      const span = spans.find(({ id }) => id === failed!.id)!
      expect(span.error!.stack![0]).toMatch(/^at \S*handler \(.*steps\/.*:\d+\)$/)
      expect(spans).toContainEqual(
        expect.objectContaining({
          kind: 'queue',
          name: `queue ${step}`,
          attributes: expect.objectContaining({ queue: expect.any(String) }),
        }),
      )
    }
  },
  60_000,
)

it.skipIf(missingPython)(
  'are what X-Ray takes, in one trace',
  async () => {
    const { sent } = await seenOf({ MOTIA_TRACING: 'continuous' })
    for (const document of sent) expect(problemsOf(document), JSON.stringify(document)).toEqual([])

    const [created] = named(sent, 'create-order')
    const flow = sent.filter(({ annotations }) => annotations['traceId'] === created!.trace_id)
    expect(new Set(flow.map(({ trace_id }) => trace_id))).toEqual(new Set([created!.trace_id]))
    const emits = new Map(flow.filter(({ name }) => name.startsWith('emit ')).map(({ id, name }) => [id, name]))
    const parents = handlers(flow).map(({ name, type, parent_id }) => [name, type, emits.get(parent_id!)])
    expect(parents.sort()).toEqual([
      ['analyze-order', undefined, 'emit order.created'],
      ['create-order', 'subsegment', undefined],
      ['order-flagged', undefined, 'emit order.flagged'],
      ['process-payment', undefined, 'emit order.created'],
      ['send-receipt', undefined, 'emit payment.completed'],
    ])
    for (const { name, type } of flow) if (/^(emit |state\.)/.test(name)) expect(type).toBe('subsegment')
  },
  60_000,
)
