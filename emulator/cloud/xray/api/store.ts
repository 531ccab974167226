import type { Entry } from '../archive.ts'
import type { SegmentDocument } from '../daemon.ts'

/** An X-Ray trace: what was sent of it, in order of arrival. Times are seconds since 1970. */
export interface XrayTrace {
  readonly id: string
  /** Segments, and subsegments that came by themselves, by id. */
  readonly documents: Map<string, SegmentDocument>
  /** How often something came. */
  revision: number
}

/** The newest X-Ray traces, as X-Ray keeps them: by trace id, whatever flows they belong to. */
export interface DocumentStore {
  /** A document without a trace is none that X-Ray could keep. */
  add(document: SegmentDocument): void
  get(traceId: string): Readonly<XrayTrace> | undefined
  /** The newest first. */
  all(): Readonly<XrayTrace>[]
  /** A trace as it is kept on disk. */
  saved(traceId: string): Entry | undefined
  restore(saved: readonly { readonly traceId: string; readonly body: unknown }[]): void
}

const traceLimit = 500
const documentLimit = 2_000

/** @param changed called with the id of a trace whenever something comes */
export function createDocumentStore(changed: (traceId: string) => void): DocumentStore {
  const traces = new Map<string, XrayTrace>()
  return {
    add(document) {
      const id = document.trace_id
      if (id === undefined) return
      const trace = traces.get(id) ?? { id, documents: new Map<string, SegmentDocument>(), revision: 0 }
      if (trace.documents.size >= documentLimit && !trace.documents.has(document.id)) return
      trace.documents.set(document.id, document)
      trace.revision += 1
      traces.set(id, trace)
      if (traces.size > traceLimit) traces.delete(traces.keys().next().value!)
      changed(id)
    },
    get: (traceId) => traces.get(traceId),
    all: () => [...traces.values()].reverse(),
    saved(traceId) {
      const trace = traces.get(traceId)
      if (!trace) return undefined
      const documents = [...trace.documents.values()]
      return { start: Math.min(...documents.map(({ start_time }) => start_time)), body: documents }
    },
    restore(saved) {
      for (const { traceId: id, body } of saved) {
        const documents = (body as readonly SegmentDocument[]).map(interrupted)
        traces.set(id, {
          id,
          documents: new Map(documents.map((document) => [document.id, document])),
          revision: documents.length,
        })
      }
    },
  }
}

/** What went on when the emulator ended did not end well. */
function interrupted(document: SegmentDocument): SegmentDocument {
  if (document.end_time !== undefined) return document
  const { in_progress: _, ...rest } = document
  return { ...rest, end_time: document.start_time, fault: true }
}
