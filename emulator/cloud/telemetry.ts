import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../ports.ts'
import { createLogStore, type LogStore } from './cloudwatch-logs/index.ts'
import { createEventHub, type EventHub } from './events.ts'
import { createLogs, type Logs } from './logs/index.ts'
import { createObserver, type Observer } from './observer.ts'
import { createDocumentStore, type DocumentStore } from './xray/api/index.ts'
import { moved, type SegmentDocument } from './xray/daemon.ts'
import { createArchive, createTraces, restoredFlow, savedFlow, type TraceArchive, type Traces } from './xray/index.ts'

/** Traces, logs and events: what is known of what runs. */
export interface Telemetry {
  readonly hub: EventHub
  readonly traces: Traces
  readonly logs: Logs
  readonly logStore: LogStore
  readonly documents: DocumentStore
  /** What runs tells it everything. */
  readonly observer: Observer
  /** Takes a segment document, be it from the daemon or from X-Ray's API. */
  receive(document: SegmentDocument): void
  /** Takes up the traces of earlier runs, and keeps those that follow. */
  keepIn(db: DatabaseSync): void
  /** Writes what is not written yet. */
  flush(): void
}

export function createTelemetry(clock: Clock): Telemetry {
  let flowArchive: TraceArchive | undefined
  let documentArchive: TraceArchive | undefined
  const hub = createEventHub()
  const traces = createTraces(clock, (traceId) => {
    flowArchive?.changed(traceId)
    hub.emitSoon(`trace ${traceId}`, { type: 'trace', traceId })
  })
  const logs = createLogs(clock, traces.flowOf)
  const logStore = createLogStore(clock)
  const documents = createDocumentStore((traceId) => documentArchive?.changed(traceId))
  const observer = createObserver({ traces, logs, logStore, documents, hub })

  return {
    hub,
    traces,
    logs,
    logStore,
    documents,
    observer,
    receive(document) {
      traces.document(document)
      documents.add(moved(document, (clock.now() - Date.now()) / 1000))
    },
    keepIn(db) {
      const failed = (message: string): void => observer.problem('emulator', message)
      flowArchive = createArchive(db, 'trace_flows', (traceId) => savedFlow(traces.flows().get(traceId)), failed)
      traces.restore(flowArchive.load().map(restoredFlow))
      documentArchive = createArchive(db, 'xray_traces', documents.saved, failed)
      documents.restore(documentArchive.load())
    },
    flush() {
      flowArchive?.flush()
      documentArchive?.flush()
    },
  }
}
