import type { HttpEvent } from './event.ts'
import { flatQuery, nestedQuery } from './query.ts'

/** A request's body: parsed by its content type, and its text. */
export interface Body {
  /** undefined when there is none. */
  readonly body: unknown
  readonly rawBody: string
}

/** The body is not what its content type or encoding says. */
export class MalformedBodyError extends Error {
  override readonly name = 'MalformedBodyError'
}

/** Bytes that a compressed body may unfold to: Lambda's own limit of a request. */
const maxInflated = 6 * 1024 * 1024

/** API Gateway gives everything that is no text or JSON, form bodies included, in base64. */
export function readBody(event: HttpEvent, form: 'flat' | 'nested'): Body {
  const { body, isBase64Encoded, headers } = event
  if (!body) return { body: undefined, rawBody: '' }
  const type = mediaType(headers['content-type'])
  if (!isBase64Encoded) return { body: parse(body, type, form), rawBody: body }
  const bytes = inflate(Buffer.from(body, 'base64'), headers['content-encoding'])
  const rawBody = bytes.toString('utf8')
  return { body: isText(type) ? parse(rawBody, type, form) : bytes, rawBody }
}

function parse(text: string, type: string, form: 'flat' | 'nested'): unknown {
  if (isJson(type)) return parseJson(text)
  if (type === 'application/x-www-form-urlencoded') return form === 'flat' ? flatQuery(text) : nestedQuery(text)
  if (type !== '') return text
  // Without a content type JSON is the likeliest.
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MalformedBodyError('invalid JSON in the request body', { cause })
  }
}

function inflate(bytes: Buffer, encoding: string | undefined): Buffer {
  if (!encoding || encoding === 'identity') return bytes
  const zlib = process.getBuiltinModule('node:zlib')
  const options = { maxOutputLength: maxInflated }
  try {
    switch (encoding.toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return zlib.gunzipSync(bytes, options)
      case 'deflate':
        return zlib.inflateSync(bytes, options)
      case 'br':
        return zlib.brotliDecompressSync(bytes, options)
      default:
        return bytes
    }
  } catch (cause) {
    throw new MalformedBodyError(`invalid ${encoding} in the request body`, { cause })
  }
}

export function mediaType(header: string | undefined): string {
  if (!header) return ''
  const end = header.indexOf(';')
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase()
}

function isJson(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json')
}

function isText(type: string): boolean {
  return (
    type === '' ||
    isJson(type) ||
    type.startsWith('text/') ||
    type.endsWith('+xml') ||
    ['application/x-www-form-urlencoded', 'application/xml', 'application/javascript', 'application/graphql'].includes(
      type,
    )
  )
}
