import type { Activity, Span, Trace } from '../../model.ts'
import type { QueueWait } from '../event-source/poller.ts'
import type { ApiRequestRecord } from '../http-api/host.ts'
import type { Invocation } from '../lambda/invocation.ts'
import type { SegmentDocument } from './daemon.ts'
import { flatten, toSpan } from './document.ts'
import { type Flow, toTrace } from './flow.ts'
import { parseTraceHeader } from './header.ts'

export interface TraceFilter {
  readonly limit?: number
  readonly traceId?: string
  readonly since?: number
}

/** Collects what every flow did. */
export interface Traces {
  requestStarted(request: ApiRequestRecord, step: string | undefined): void
  requestEnded(request: ApiRequestRecord, step: string | undefined): void
  invocationStarted(invocation: Invocation): void
  invocationEnded(invocation: Invocation): void
  waited(wait: QueueWait, step: string | undefined): void
  document(document: SegmentDocument): void
  activity(activity: Activity): void
  /** Newest first. `queued` names the flows that still have messages in queues. */
  list(filter: TraceFilter, queued: ReadonlySet<string>): Trace[]
  flowOf(requestId: string): string | undefined
  flows(): ReadonlyMap<string, Flow>
  restore(flows: readonly Flow[]): void
}

/** So many flows are kept; the oldest go first. */
const flowLimit = 500
const spanLimit = 2_000

/** @param changed called with the id of a flow whenever it changes */
export function createTraces(clock: { now(): number }, changed: (traceId: string) => void): Traces {
  const flows = new Map<string, Flow>()
  /** X-Ray trace -> the flows of the invocation that runs in it. */
  const roots = new Map<string, readonly string[]>()
  const requests = new Map<string, string>()

  const flowFor = (traceId: string): Flow => {
    let flow = flows.get(traceId)
    if (!flow) {
      flow = { traceId, spans: new Map(), changes: [] }
      flows.set(traceId, flow)
      trim(flows, flowLimit)
    }
    return flow
  }

  const put = (traceId: string, span: Span): void => {
    const flow = flowFor(traceId)
    const known = flow.spans.get(span.id)
    if (!known && flow.spans.size >= spanLimit) return
    flow.spans.set(span.id, known ? { ...known, ...span } : span)
    changed(traceId)
  }

  const invocation = (invoked: Invocation): void => {
    const { function: definition, end, error } = invoked
    const step = definition.step ?? definition.name
    const shared = { step, status: end === undefined ? 'running' : error ? 'error' : 'ok' } as const
    for (const { traceId, parentId } of invoked.flows) {
      put(traceId, {
        id: invoked.segmentId,
        ...(parentId !== undefined && { parentId }),
        kind: 'invocation',
        name: step,
        start: invoked.start,
        ...(end !== undefined && { end }),
        ...(error && {
          error: {
            type: error.errorType,
            message: error.errorMessage,
            ...(error.stackTrace && { stack: error.stackTrace }),
          },
        }),
        attributes: {
          requestId: invoked.requestId,
          trigger: invoked.trigger,
          cold: invoked.cold,
          memorySize: definition.memory,
          ...(invoked.maxMemory && { maxMemory: Math.round(invoked.maxMemory) }),
        },
        ...shared,
      })
      if (end !== undefined && invoked.initDuration !== undefined)
        put(traceId, {
          id: `${invoked.segmentId}i`,
          parentId: invoked.segmentId,
          kind: 'init',
          name: 'Initialization',
          step,
          start: Math.max((invoked.running ?? invoked.start) - invoked.initDuration, invoked.start),
          end: invoked.running ?? invoked.start,
          status: 'ok',
          attributes: {},
        })
    }
  }

  const request = (asked: ApiRequestRecord, step: string | undefined): void => {
    const { status, end } = asked
    put(asked.traceId, {
      id: asked.spanId,
      kind: 'request',
      name: `${asked.method} ${asked.path}`,
      ...(step !== undefined && { step }),
      start: asked.start,
      ...(end !== undefined && { end }),
      status: end === undefined ? 'running' : (status ?? 0) >= 500 ? 'error' : 'ok',
      attributes: {
        requestId: asked.requestId,
        method: asked.method,
        path: asked.path,
        ...(status !== undefined && { status }),
      },
    })
  }

  return {
    requestStarted: request,
    requestEnded: request,
    invocationStarted(invoked) {
      const ids = invoked.flows.map(({ traceId }) => traceId)
      roots.set(invoked.root, ids)
      trim(roots, flowLimit * 4)
      requests.set(invoked.requestId, ids[0] ?? invoked.root)
      trim(requests, flowLimit * 4)
      invocation(invoked)
    },
    invocationEnded: invocation,
    waited(wait, step) {
      const queue = wait.queueArn.split(':').at(-1)!
      put(wait.traceId, {
        id: wait.spanId,
        kind: 'queue',
        name: `queue ${step ?? queue}`,
        ...(step !== undefined && { step }),
        start: wait.sent,
        end: Math.max(wait.received, wait.sent),
        status: 'ok',
        attributes: {
          queue,
          messageId: wait.messageId,
          receiveCount: wait.receiveCount,
          ...(wait.envelopeId !== undefined && { envelopeId: wait.envelopeId }),
          ...(wait.topic !== undefined && { topic: wait.topic }),
        },
      })
    },
    document(received) {
      const ahead = clock.now() - Date.now()
      for (const { document, traceId: root, parentId } of flatten(received)) {
        const stated = document.annotations?.['traceId']
        const ids = typeof stated === 'string' ? [stated] : (roots.get(root ?? '') ?? (root ? [root] : []))
        for (const traceId of ids) put(traceId, toSpan(document, parentId, ahead))
      }
    },
    activity({ change, time, traceHeader }) {
      const header = parseTraceHeader(traceHeader)
      if (!change || !header) return
      for (const traceId of roots.get(header.root) ?? [header.root]) {
        const flow = flows.get(traceId)
        if (!flow) continue
        flow.changes.push({ time, parentId: header.parent, before: change.before, after: change.after })
        if (flow.changes.length > spanLimit) flow.changes.shift()
      }
    },
    list({ limit = 100, traceId, since = 0 }, queued) {
      const wanted =
        traceId === undefined
          ? [...flows.values()].reverse()
          : [flows.get(traceId)].filter((flow) => flow !== undefined)
      const found: Trace[] = []
      for (const flow of wanted) {
        if (found.length >= limit) break
        const trace = toTrace(flow, clock.now(), queued.has(flow.traceId))
        if (trace && trace.end >= since) found.push(trace)
      }
      return found
    },
    flowOf: (requestId) => requests.get(requestId),
    flows: () => flows,
    restore(saved) {
      for (const flow of saved) flows.set(flow.traceId, flow)
    },
  }
}

function trim(map: Map<string, unknown>, limit: number): void {
  if (map.size > limit) map.delete(map.keys().next().value!)
}
