import type { Span, StepView, TraceDetail } from '../../cli/dev/protocol.ts'
import { step } from './order-app.ts'

/** An app of `count` Steps: routes that begin chains of events with some fan-out, crons, and routes alone. */
export function largeApp(count: number): StepView[] {
  const sourceOf = (index: number) => Math.max(0, index - 1 - (index % 7))
  const isWorker = (index: number) => index % 40 !== 0 && index % 9 !== 0
  const heard = new Set(
    Array.from({ length: count }, (_, index) => index)
      .filter(isWorker)
      .map(sourceOf),
  )
  return Array.from({ length: count }, (_, index) => {
    const rest = {
      flows: [`flow-${index % 8}`],
      emits: heard.has(index) ? [{ topic: `topic.${index}`, source: 'inferred' as const }] : [],
      state: index % 3 === 0 ? (['get'] as const) : [],
    }
    if (index % 40 === 0) return step(`cron-${index}`, { type: 'cron', expression: `${index % 60} * * * *` }, rest)
    if (index % 9 === 0) return step(`route-${index}`, { type: 'api', method: 'POST', path: `/things/${index}` }, rest)
    const trigger = { type: 'event' as const, subscribes: [`topic.${sourceOf(index)}`], patterns: [] }
    return step(`worker-${index}`, trigger, { ...rest, language: index % 5 === 0 ? 'python' : 'node' })
  })
}

/** A trace of `count` spans: a request, then queues, handlers, state calls and emits below one another. */
export function largeTrace(count: number, start: number): TraceDetail {
  const spans: Span[] = [span('s0', 'request', 'POST /things/9', start, 40)]
  let time = start
  let parent = 's0'
  while (spans.length < count) {
    const index = spans.length
    const worker = `worker-${index}`
    const queue = span(`s${index}`, 'queue', `topic.${index}`, time + 5, 12, { parentId: parent })
    const run = span(`s${index + 1}`, 'invocation', worker, time + 17, 30, { parentId: queue.id, step: worker })
    const handler = span(`s${index + 2}`, 'handler', worker, time + 18, 28, { parentId: run.id, step: worker })
    const state = span(`s${index + 3}`, 'state', 'state.get', time + 20, 4, { parentId: handler.id, step: worker })
    const emit = span(`s${index + 4}`, 'emit', `emit topic.${index + 5}`, time + 30, 6, {
      parentId: handler.id,
      step: worker,
    })
    spans.push(queue, run, handler, state, emit)
    time += 33
    parent = index % 25 === 0 ? 's0' : emit.id
  }
  const kept = spans.slice(0, count)
  const end = Math.max(...kept.map((one) => one.end ?? 0))
  return {
    traceId: '1-00000000-aaaaaaaaaaaaaaaaaaaaaaaa',
    start,
    end,
    status: 'ok',
    entry: 'POST /things/9',
    steps: [...new Set(kept.flatMap((one) => one.step ?? []))],
    spans: kept,
    logs: [],
  }
}

export function span(
  id: string,
  kind: Span['kind'],
  name: string,
  start: number,
  duration: number,
  rest: Partial<Span> = {},
): Span {
  return { id, kind, name, start, end: start + duration, status: 'ok', attributes: {}, ...rest }
}
