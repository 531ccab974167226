import type { Span } from '../../model.ts'
import { isRecord } from '../template/model.ts'
import type { SegmentDocument } from './daemon.ts'

/** A document and those inside it, each with its parent. */
export function* flatten(
  document: SegmentDocument,
  traceId = document.trace_id,
  parentId = document.parent_id,
): Generator<{ document: SegmentDocument; traceId: string | undefined; parentId: string | undefined }> {
  yield { document, traceId, parentId }
  for (const child of document.subsegments ?? []) yield* flatten(child, traceId, document.id)
}

/** @param ahead ms that the emulator's clock is ahead of the function's */
export function toSpan(document: SegmentDocument, parentId: string | undefined, ahead: number): Span {
  const annotations = document.annotations ?? {}
  const failed = document.fault === true || document.error === true || document.throttle === true
  const error = failed ? readCause(document.cause) : undefined
  const end = document.end_time
  return {
    id: document.id,
    ...(parentId !== undefined && { parentId }),
    kind: kindOf(document),
    name: document.name,
    ...(typeof annotations['step'] === 'string' && { step: annotations['step'] }),
    start: document.start_time * 1000 + ahead,
    ...(end !== undefined && { end: end * 1000 + ahead }),
    status: end === undefined ? 'running' : failed ? 'error' : 'ok',
    ...(error && { error }),
    attributes: annotations,
  }
}

function kindOf({ name, annotations = {} }: SegmentDocument): Span['kind'] {
  if ('stateOperation' in annotations) return 'state'
  if ('streamOperation' in annotations) return 'stream'
  if (name.startsWith('emit ')) return 'emit'
  return 'trigger' in annotations ? 'handler' : 'call'
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-errors */
function readCause(cause: unknown): Span['error'] {
  const exceptions = isRecord(cause) ? cause['exceptions'] : undefined
  const exception: unknown = Array.isArray(exceptions) ? exceptions[0] : undefined
  if (!isRecord(exception)) return { type: 'Error', message: '' }
  const stack = Array.isArray(exception['stack'])
    ? exception['stack']
        .filter(isRecord)
        .map(({ label, path, line }) => `at ${label ?? ''} (${path ?? ''}:${line ?? ''})`)
    : undefined
  return {
    type: String(exception['type'] ?? 'Error'),
    message: String(exception['message'] ?? ''),
    ...(stack && { stack }),
  }
}
