import type { SegmentDocument } from '../daemon.ts'
import type { XrayTrace } from './store.ts'
import { segmentsOf, within } from './trace.ts'

export type AnnotationValue = string | number | boolean

/** What X-Ray knows of a trace without opening it, and what filter expressions ask about. Times are seconds. */
export interface Summary {
  readonly id: string
  readonly revision: number
  readonly start: number
  readonly duration: number
  /** Of the root segment: until the answer. */
  readonly responseTime: number
  /** Of the root segment alone. https://docs.aws.amazon.com/xray/latest/api/API_TraceSummary.html */
  readonly fault: boolean
  readonly error: boolean
  /** Of any segment. */
  readonly throttle: boolean
  /** Something of it goes on. */
  readonly partial: boolean
  readonly http: {
    readonly url: string | undefined
    readonly method: string | undefined
    readonly userAgent: string | undefined
    readonly clientIp: string | undefined
    readonly status: number | undefined
  }
  readonly users: readonly string[]
  readonly annotations: ReadonlyMap<string, ReadonlyMap<AnnotationValue, readonly Service[]>>
  readonly services: readonly Service[]
  readonly entryPoint: Service | undefined
  readonly resourceArns: readonly string[]
}

export interface Service {
  readonly name: string
  readonly type: string | undefined
}

export function summaryOf(trace: XrayTrace): Summary {
  const segments = segmentsOf(trace)
  const root = segments.find((segment) => segment.parent_id === undefined) ?? segments[0]!
  const all = segments.flatMap((segment) => [...within(segment)])
  const start = Math.min(...all.map(({ start_time }) => start_time))
  const end = Math.max(...all.map(({ start_time, end_time = start_time }) => end_time))
  const services = segments.filter(({ type }) => type !== 'subsegment').map(serviceOf)
  return {
    id: trace.id,
    revision: trace.revision,
    start,
    duration: end - start,
    responseTime: Math.max((root.end_time ?? end) - root.start_time, 0),
    fault: root.fault === true,
    error: root.error === true,
    throttle: segments.some(({ throttle }) => throttle === true),
    partial: all.some(({ in_progress, end_time }) => in_progress === true || end_time === undefined),
    http: httpOf(root),
    users: [...new Set(segments.flatMap(({ user }) => user ?? []))],
    annotations: annotationsOf(segments),
    services,
    entryPoint: services[0],
    resourceArns: [...new Set(segments.flatMap(({ resource_arn }) => resource_arn ?? []))],
  }
}

const serviceOf = ({ name, origin }: SegmentDocument): Service => ({ name, type: origin })

function httpOf({ http }: SegmentDocument): Summary['http'] {
  const { url, method, user_agent: userAgent, client_ip: clientIp } = http?.request ?? {}
  return { url, method, userAgent, clientIp, status: http?.response?.status }
}

function annotationsOf(segments: readonly SegmentDocument[]): Summary['annotations'] {
  const found = new Map<string, Map<AnnotationValue, Service[]>>()
  for (const segment of segments) {
    const service = serviceOf(segment)
    for (const { annotations = {} } of within(segment))
      for (const [key, value] of Object.entries(annotations)) {
        const values = found.get(key) ?? new Map<AnnotationValue, Service[]>()
        const named = values.get(value) ?? []
        if (!named.some(({ name, type }) => name === service.name && type === service.type)) named.push(service)
        found.set(key, values.set(value, named))
      }
  }
  return found
}
