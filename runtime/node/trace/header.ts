/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export interface TraceHeader {
  readonly text: string
  readonly root: string
  readonly parent: string | undefined
  readonly sampled: boolean
  /** How often which functions ran in this chain: https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html */
  readonly lineage: string | undefined
  /** It is the trace of who emitted the message, and not the one that Lambda began for its batch. */
  readonly continued?: boolean
}

const rootPattern = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/
const parentPattern = /^[0-9a-f]{16}$/

/** Reads an `X-Amzn-Trace-Id`; undefined when there is none or it has no valid root. */
export function parseTraceHeader(text: string | undefined): TraceHeader | undefined {
  if (!text) return undefined
  let root: string | undefined
  let parent: string | undefined
  let sampled = false
  let lineage: string | undefined
  for (const part of text.split(';')) {
    const value = part.slice(part.indexOf('=') + 1).trim()
    const name = part.slice(0, part.indexOf('=')).trim()
    if (name === 'Root') root = value
    else if (name === 'Parent' && parentPattern.test(value)) parent = value
    else if (name === 'Sampled') sampled = value === '1'
    else if (name === 'Lineage') lineage = value
  }
  return root !== undefined && rootPattern.test(root) ? { text, root, parent, sampled, lineage } : undefined
}

/** The header that calls made inside of a segment carry on; without the lineage Lambda would not notice a loop. */
export function headerWithin({ root, sampled, lineage }: TraceHeader, parent: string): string {
  return `Root=${root};Parent=${parent};Sampled=${sampled ? 1 : 0}${lineage ? `;Lineage=${lineage}` : ''}`
}

interface InvokeStore {
  getXRayTraceId?(): string | undefined
}

/**
 * The header of the invocation in progress: Lambda's invoke store where several run at once, else the environment. Never
 * read at init, for it is each invocation's own.
 */
export function invocationTraceHeader(): TraceHeader | undefined {
  const { awslambda } = globalThis as { awslambda?: { InvokeStore?: InvokeStore } }
  return parseTraceHeader(awslambda?.InvokeStore?.getXRayTraceId?.() ?? process.env['_X_AMZN_TRACE_ID'])
}

/** A random id of `length` hex digits. Not secret: it only has to be unlike others. */
export function randomHex(length: number): string {
  let text = ''
  while (text.length < length)
    text += Math.floor(Math.random() * 0x100000000)
      .toString(16)
      .padStart(8, '0')
  return text.slice(0, length)
}

/** A new root of X-Ray's form, for flows that begin without one. */
export function newTraceId(): string {
  return `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomHex(24)}`
}
