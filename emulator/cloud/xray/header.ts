import { randomBytes } from 'node:crypto'

/** The fields of an `X-Amzn-Trace-Id`. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export interface TraceHeader {
  readonly root: string
  readonly parent?: string
  readonly sampled?: boolean
  /** How often each function of the chain has run: `<hash>:<count>|...`. */
  readonly lineage?: string
}

/** A new trace id: `1-<8 hex digits of seconds>-<24 hex digits>`. */
export function newTraceId(now: number): string {
  return `1-${Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')}-${randomBytes(12).toString('hex')}`
}

/** A new segment id: 16 hex digits. */
export function newSegmentId(): string {
  return randomBytes(8).toString('hex')
}

/** Reads a header; undefined when there is none or it holds no valid root. */
export function parseTraceHeader(header: string | undefined): TraceHeader | undefined {
  if (!header) return undefined
  const fields = new Map(header.split(';').map((field) => splitField(field.trim())))
  const root = fields.get('root')
  if (!root || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/i.test(root)) return undefined
  const parent = fields.get('parent')
  const sampled = fields.get('sampled')
  const lineage = fields.get('lineage')
  return {
    root,
    ...(parent && { parent }),
    ...((sampled === '0' || sampled === '1') && { sampled: sampled === '1' }),
    ...(lineage && { lineage }),
  }
}

export function formatTraceHeader({ root, parent, sampled, lineage }: TraceHeader): string {
  return [
    `Root=${root}`,
    parent && `Parent=${parent}`,
    sampled !== undefined && `Sampled=${sampled ? 1 : 0}`,
    lineage && `Lineage=${lineage}`,
  ]
    .filter(Boolean)
    .join(';')
}

function splitField(field: string): [string, string] {
  const equals = field.indexOf('=')
  return [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)]
}
