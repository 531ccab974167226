import { randomBytes, randomUUID } from 'node:crypto'
import type { LogLine, MessageView, Span, TraceDetail } from '../../cli/dev/protocol.ts'
import { span } from './large-app.ts'
import { tell, type World } from './world.ts'

interface Order {
  readonly id: string
  readonly customer: string
  readonly email: string
  readonly currency?: string
  readonly total: number
  readonly status: string
}

let lineId = 0

/** Writes a log line into the world. */
function log(
  world: World,
  trace: Draft,
  time: number,
  step: string,
  level: LogLine['level'],
  message: string,
  fields: object,
) {
  lineId += 1
  const line: LogLine = {
    id: lineId,
    time,
    step,
    level,
    message,
    traceId: trace.traceId,
    requestId: `r-${step}`,
    fields: { ...fields },
  }
  world.logs.push(line)
  trace.logs.push(line)
  tell(world, { type: 'log', line })
}

type Draft = { -readonly [K in keyof TraceDetail]: TraceDetail[K] } & {
  spans: Span[]
  logs: LogLine[]
  steps: string[]
}

/** A request to POST /orders and all that follows; a customer called `nobody` makes the payment fail for good. */
export function placeOrder(
  world: World,
  body: Record<string, unknown>,
  start = Date.now(),
): { order: Order; trace: TraceDetail } {
  const id = randomUUID().slice(0, 8)
  const items = Array.isArray(body['items']) ? (body['items'] as { quantity: number; price: number }[]) : []
  const total = items.reduce((sum, item) => sum + item.quantity * item.price, 0)
  const order = { ...(body as { customer: string; email: string }), id, total, status: 'open' }
  const traceId = `1-${Math.floor(start / 1000).toString(16)}-${randomBytes(12).toString('hex')}`
  const trace: Draft = {
    traceId,
    start,
    end: start,
    status: 'ok',
    entry: 'POST /orders',
    steps: [],
    spans: [],
    logs: [],
  }
  world.traces.unshift(trace)
  const run = (
    name: string,
    at: number,
    parent: string | undefined,
    length: number,
    trigger: string,
    failed?: Span['error'],
  ) => {
    const ids = { run: `${name}-${at}-run`, handler: `${name}-${at}` }
    const state = failed ? ('error' as const) : ('ok' as const)
    const attempt = Number(trigger.split('#')[1] ?? 1)
    const attributes = { requestId: randomUUID(), memory: 512, ...(attempt > 1 ? { attempt } : {}) }
    const error = failed ? { error: failed } : {}
    trace.spans.push(
      span(ids.run, 'invocation', name, at, length, {
        ...(parent ? { parentId: parent } : {}),
        step: name,
        attributes,
        status: state,
        ...error,
      }),
    )
    trace.spans.push(
      span(ids.handler, 'handler', name, at + 1, length - 2, {
        parentId: ids.run,
        step: name,
        status: state,
        attributes: { step: name, traceId },
        ...error,
      }),
    )
    if (!trace.steps.includes(name)) trace.steps.push(name)
    trace.end = Math.max(trace.end, at + length)
    count(world, name, failed !== undefined)
    const requestId = `${ids.run}`
    tell(world, { type: 'invocation.start', time: at, step: name, requestId, cold: false, trigger })
    tell(world, { type: 'invocation.end', time: at + length, step: name, requestId, duration: length, traceId })
    return ids.handler
  }
  const write = (handler: string, name: string, at: number, key: string, value: unknown, before: unknown = null) => {
    trace.spans.push(
      span(`${handler}-${key}-${at}`, 'state', before ? 'state.update' : 'state.set', at, 5, {
        parentId: handler,
        step: name,
        change: { before, after: value },
        attributes: { stateGroup: 'order', stateOperation: before ? 'update' : 'set' },
      }),
    )
    world.items = [
      ...world.items.filter((item) => item.group !== 'order' || item.key !== key),
      { group: 'order', key, value, ttl: null, version: before ? 2 : 1 },
    ]
  }
  const send = (handler: string, topic: string, at: number, wait: number) => {
    const emit = `${handler}-emit-${topic}`
    if (!trace.spans.some((one) => one.id === emit))
      trace.spans.push(span(emit, 'emit', `emit ${topic}`, at, 6, { parentId: handler, attributes: { topic } }))
    const queue = `${emit}-${wait}-queue`
    trace.spans.push(
      span(queue, 'queue', topic, at + 4, wait, { parentId: emit, attributes: { topic, messageId: randomUUID() } }),
    )
    return queue
  }

  trace.spans.push(
    span('request', 'request', 'POST /orders', start, 48, {
      attributes: { status: 201, path: '/orders', method: 'POST' },
    }),
  )
  const create = run('create-order', start + 3, 'request', 43, 'api')
  trace.spans.push(
    span('init', 'init', 'init', start + 3, 12, { parentId: `create-order-${start + 3}-run`, step: 'create-order' }),
  )
  write(create, 'create-order', start + 16, id, order)
  log(world, trace, start + 30, 'create-order', 'INFO', 'order created', { orderId: id, total })

  const paid = { ...order, status: 'paid' }
  const fails = body['customer'] === 'nobody'
  const queue = send(create, 'order.created', start + 24, 14)
  if (fails) {
    const error = {
      type: 'PaymentRefused',
      message: `no card on file for nobody (order ${id})`,
      stack: ['at charge (orders/payment.ts:14:11)', 'at handler (steps/process-payment.step.ts:17:21)'],
    }
    let at = start + 44
    for (let attempt = 1; attempt <= 3; attempt++) {
      run('process-payment', at, queue, 22, `sqs#${attempt}`, error)
      log(world, trace, at + 20, 'process-payment', 'ERROR', error.message, { errorType: error.type, attempt })
      at += 40 * attempt
    }
    trace.status = 'error'
    deadLetter(world, trace, 'orders-process-payment-dlq', { orderId: id }, `${error.type}: ${error.message}`)
  } else {
    const payment = run('process-payment', start + 44, queue, 62, 'sqs')
    write(payment, 'process-payment', start + 60, `${id}:payment`, {
      accepted: true,
      amount: total,
      reference: `pay_${id}`,
    })
    write(payment, 'process-payment', start + 72, id, paid, order)
    log(world, trace, start + 75, 'process-payment', 'DEBUG', 'charged', { amount: total })
    const receipt = run('send-receipt', start + 102, send(payment, 'payment.completed', start + 84, 11), 31, 'sqs')
    write(receipt, 'send-receipt', start + 112, `${id}:receipt`, { to: order.email, total: `${total} EUR` })
    log(world, trace, start + 125, 'send-receipt', 'INFO', 'receipt written', { orderId: id })
  }
  const analyze = run('analyze-order', start + 49, send(create, 'order.created', start + 24, 20), 118, 'sqs')
  const score = total > 500 ? 0.91 : 0.12
  write(analyze, 'analyze-order', start + 90, `${id}:risk`, { score, reasons: score > 0.5 ? ['high amount'] : [] })
  log(world, trace, start + 100, 'analyze-order', 'INFO', 'order scored', { orderId: id, score })
  if (score > 0.5) {
    const flagged = run('order-flagged', start + 182, send(analyze, 'order.flagged', start + 155, 22), 19, 'sqs')
    write(flagged, 'order-flagged', start + 188, id, { ...paid, onHold: true }, paid)
    log(world, trace, start + 195, 'order-flagged', 'WARN', 'order on hold', { orderId: id, score })
  }
  tell(
    world,
    { type: 'trace', traceId },
    { type: 'queues' },
    { type: 'state', table: 'orders-state', group: 'order', key: id },
  )
  return { order, trace }
}

/** Puts a message into a dead-letter queue. */
function deadLetter(world: World, trace: TraceDetail, queue: string, data: unknown, reason: string): void {
  const messageId = randomUUID()
  const time = new Date(trace.start).toISOString()
  const body = JSON.stringify({
    v: 1,
    id: randomUUID(),
    topic: 'order.created',
    data,
    traceId: trace.traceId,
    hop: 1,
    time,
  })
  const message: MessageView = {
    messageId,
    receiptHandle: '',
    body,
    md5OfBody: '',
    attributes: { SentTimestamp: String(trace.start), ApproximateReceiveCount: '3' },
    messageAttributes: {},
    state: 'visible',
    receiveCount: 3,
    reason,
    traceId: trace.traceId,
    topic: 'order.created',
  }
  world.messages.get(queue)?.push(message)
  tell(world, { type: 'deadLetter', time: Date.now(), queue, messageId })
}

function count(world: World, name: string, failed: boolean): void {
  world.steps = world.steps.map((step) => {
    if (step.name !== name) return step
    const sparkline = [...step.sparkline.slice(0, -1), (step.sparkline.at(-1) ?? 0) + 1]
    return { ...step, invocations: step.invocations + 1, errors: step.errors + (failed ? 1 : 0), sparkline }
  })
}
