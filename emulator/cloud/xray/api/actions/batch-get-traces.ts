import type { BatchGetTracesRequest } from '@aws-sdk/client-xray'
import { invalidRequest } from '../errors.ts'
import type { DocumentStore, XrayTrace } from '../store.ts'
import { summaryOf } from '../summary.ts'
import { segmentsOf } from '../trace.ts'

/** Five at once. https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html */
export const batchGetTraces = (store: DocumentStore) => (input: Partial<BatchGetTracesRequest>) => {
  const ids = input.TraceIds ?? []
  if (ids.length < 1 || ids.length > 5) throw invalidRequest(`TraceIds must be 1 to 5, there are ${ids.length}`)
  return {
    Traces: ids.flatMap((id) => store.get(id) ?? []).map(toWire),
    UnprocessedTraceIds: ids.filter((id) => store.get(id) === undefined),
  }
}

const toWire = (trace: XrayTrace) => ({
  Id: trace.id,
  Duration: summaryOf(trace).duration,
  LimitExceeded: false,
  Segments: segmentsOf(trace).map((segment) => ({ Id: segment.id, Document: JSON.stringify(segment) })),
})
