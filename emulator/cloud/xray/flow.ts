import type { Span, Trace } from '../../model.ts'
import type { Entry } from './archive.ts'

/** Everything known of one flow. */
export interface Flow {
  readonly traceId: string
  readonly spans: Map<string, Span>
  /** State writes seen by the table, to be joined with the spans of those who made them. */
  readonly changes: StateChange[]
}

export interface StateChange {
  readonly time: number
  /** The segment in force at the call. */
  readonly parentId: string | undefined
  readonly before: unknown
  readonly after: unknown
}

/** The clocks of two processes and the rounding of their times differ by this much at most, ms. */
const tolerance = 5

/** A flow as others see it; undefined while nothing is known of it but its id. */
export function toTrace(flow: Flow, now: number, queued: boolean): Trace | undefined {
  if (flow.spans.size === 0) return undefined
  const spans = joinChanges(joinQueues([...flow.spans.values()]), flow.changes).sort((a, b) => a.start - b.start)
  const running = queued || spans.some(({ end }) => end === undefined)
  const start = spans[0]!.start
  const steps = new Set(spans.map(({ step }) => step).filter((step) => step !== undefined))
  return {
    traceId: flow.traceId,
    start,
    end: running ? now : Math.max(...spans.map((span) => span.end ?? span.start)),
    status: running ? 'running' : spans.some(({ status }) => status === 'error') ? 'error' : 'ok',
    entry: entryOf(spans),
    steps: [...steps],
    spans,
  }
}

function entryOf(spans: readonly Span[]): string {
  const request = spans.find(({ kind }) => kind === 'request')
  if (request) return request.name
  const first = spans.find(({ kind }) => kind === 'invocation') ?? spans[0]!
  return first.attributes['trigger'] === 'schedule' ? `cron ${first.name}` : (first.step ?? first.name)
}

/** A message waits because somebody emitted it: both name the envelope. */
function joinQueues(spans: readonly Span[]): Span[] {
  const emits = new Map(
    spans.filter(({ kind }) => kind === 'emit').map((span) => [span.attributes['messageId'], span.id]),
  )
  return spans.map((span) => {
    const parentId = span.kind === 'queue' ? emits.get(span.attributes['envelopeId'] ?? '') : undefined
    return parentId === undefined ? span : { ...span, parentId }
  })
}

function joinChanges(spans: readonly Span[], changes: readonly StateChange[]): Span[] {
  if (changes.length === 0) return [...spans]
  const left = [...changes]
  const take = (fits: (change: StateChange) => boolean): Span['change'] => {
    const at = left.findIndex(fits)
    if (at === -1) return undefined
    const [{ before, after }] = left.splice(at, 1) as [StateChange]
    return { before, after }
  }
  return spans.map((span) => {
    if (span.kind !== 'state' || span.change || span.status === 'error') return span
    const { start, end = start } = span
    if (!writes.has(String(span.attributes['stateOperation']))) return span
    const change =
      take(({ parentId }) => parentId === span.id) ??
      take(({ time }) => time >= start - tolerance && time <= end + tolerance)
    return change ? { ...span, change } : span
  })
}

const writes = new Set(['set', 'delete', 'update', 'clear'])

/** A flow as it is kept on disk. */
export function savedFlow(flow: Flow | undefined): Entry | undefined {
  if (!flow) return undefined
  let start = Number.POSITIVE_INFINITY
  for (const span of flow.spans.values()) start = Math.min(start, span.start)
  return { start, body: { spans: [...flow.spans.values()], changes: flow.changes } }
}

export function restoredFlow({ traceId, body }: { readonly traceId: string; readonly body: unknown }): Flow {
  const { spans, changes } = body as { readonly spans: Span[]; readonly changes: StateChange[] }
  return { traceId, changes, spans: new Map(spans.map((span) => [span.id, interrupted(span)])) }
}

/** What ran when the emulator ended did not end well. */
function interrupted(span: Span): Span {
  if (span.end !== undefined) return span
  return {
    ...span,
    end: span.start,
    status: 'error',
    error: { type: 'Interrupted', message: 'the emulator ended while this ran' },
  }
}
