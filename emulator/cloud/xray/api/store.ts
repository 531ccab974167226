import type { SegmentDocument } from '../daemon.ts'

/** An X-Ray trace: what was sent of it, in order of arrival. Times are seconds since 1970. */
export interface XrayTrace {
  readonly id: string
  /** Segments, and subsegments that came by themselves, by id. */
  readonly documents: ReadonlyMap<string, SegmentDocument>
  /** How often something came. */
  readonly revision: number
}

/** The newest X-Ray traces, as X-Ray keeps them: by trace id, whatever flows they belong to. */
export interface DocumentStore {
  /** A document without a trace is none that X-Ray could keep. */
  add(document: SegmentDocument): void
  get(traceId: string): XrayTrace | undefined
  /** The newest first. */
  all(): XrayTrace[]
}

const traceLimit = 500
const documentLimit = 2_000

export function createDocumentStore(): DocumentStore {
  const traces = new Map<string, { id: string; documents: Map<string, SegmentDocument>; revision: number }>()
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
    },
    get: (traceId) => traces.get(traceId),
    all: () => [...traces.values()].reverse(),
  }
}
