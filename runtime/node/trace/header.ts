/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export interface TraceHeader {
  readonly text: string
  readonly root: string
  readonly parent: string | undefined
  readonly sampled: boolean
}

const rootPattern = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/

/** Reads an `X-Amzn-Trace-Id`; undefined when there is none or it has no valid root. */
export function parseTraceHeader(text: string | undefined): TraceHeader | undefined {
  if (!text) return undefined
  let root: string | undefined
  let parent: string | undefined
  let sampled = false
  for (const part of text.split(';')) {
    const value = part.slice(part.indexOf('=') + 1).trim()
    const name = part.slice(0, part.indexOf('=')).trim()
    if (name === 'Root') root = value
    else if (name === 'Parent') parent = value
    else if (name === 'Sampled') sampled = value === '1'
  }
  return root !== undefined && rootPattern.test(root) ? { text, root, parent, sampled } : undefined
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
