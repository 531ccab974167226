import type { Run } from '../invocation/run.ts'
import { cut } from './cut.ts'
import { sendDocument } from './daemon.ts'
import { exceptionOf } from './exception.ts'
import { headerWithin, randomHex } from './header.ts'

/** A subsegment that has begun, or the segment of a handler in the producer's trace. */
export interface Segment {
  readonly type: 'subsegment' | undefined
  readonly id: string
  readonly parentId: string
  readonly name: string
  /** Seconds since 1970, with fractions. */
  readonly start: number
  readonly annotations: Readonly<Record<string, string | number | boolean>>
}

/** Begins the handler's subsegment, when the invocation is sampled and there is a daemon to tell. */
export function openSegment(run: Run): void {
  if (!run.header?.sampled || !run.header.parent || !process.env['AWS_XRAY_DAEMON_ADDRESS']) return
  const subsegment = begin(run, run.step, run.header.parent, {
    ...(run.topic !== undefined && { topic: run.topic }),
    ...(run.attempt !== undefined && { attempt: run.attempt }),
    ...(run.messageId !== undefined && { messageId: run.messageId }),
  })
  // In the producer's trace there is no segment of Lambda's to be part of.
  run.segment = run.header.continued ? { ...subsegment, type: undefined } : subsegment
}

export function closeSegment(run: Run, error?: unknown): void {
  if (run.segment) end(run, run.segment, error)
}

/**
 * Does `work` inside a subsegment of the run's own, giving it the trace header that calls made in it carry.
 */
export async function traced<T>(
  run: Run,
  name: string,
  annotations: Readonly<Record<string, string>>,
  work: (traceHeader: string | undefined) => Promise<T>,
): Promise<T> {
  if (!run.segment || !run.header) return await work(run.header?.text)
  const segment = begin(run, name, run.segment.id, annotations)
  try {
    const result = await work(headerWithin(run.header, segment.id))
    end(run, segment)
    return result
  } catch (error) {
    end(run, segment, error)
    throw error
  }
}

function begin(run: Run, name: string, parentId: string, annotations: Segment['annotations']): Segment {
  const app = process.env['MOTIA_APP']
  return {
    type: 'subsegment',
    id: randomHex(16),
    parentId,
    name: nameOf(name),
    start: now(),
    annotations: { ...(app && { app }), step: run.step, trigger: run.trigger, traceId: run.traceId, ...annotations },
  }
}

function end(run: Run, segment: Segment, error?: unknown): void {
  const exception = error === undefined ? undefined : exceptionOf(error)
  const document = {
    type: segment.type,
    trace_id: run.header!.root,
    id: segment.id,
    parent_id: segment.parentId,
    name: segment.name,
    start_time: segment.start,
    end_time: Math.max(segment.start, now()),
    // X-Ray's own `fault` finds traces by their root segment alone, and that is Lambda's: the invocation went well.
    annotations: fitting({ ...segment.annotations, ...(exception && { error: exception.type }) }),
    ...(exception && { fault: true, cause: { exceptions: [exception] } }),
  }
  run.sending.push(sendDocument(document))
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html (name) */
function nameOf(text: string): string {
  // Cut first: half a character is none of these, either.
  return text.slice(0, 200).replace(/[^\p{L}\p{N} _.:/%&#=+\-@]/gu, '_')
}

/** A value has at most 1,000 characters: https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-segment.html */
function fitting(annotations: Segment['annotations']): Segment['annotations'] {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key, typeof value === 'string' ? cut(value, 1000) : value]),
  )
}

function now(): number {
  return Date.now() / 1000
}
