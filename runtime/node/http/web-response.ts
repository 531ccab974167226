import type { Envelope } from './response.ts'

/** Whether a handler gave a web `Response`; asking `instanceof` would load Node's whole fetch. */
export function isWebResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === '[object Response]'
}

export async function fromWebResponse(response: Response): Promise<Envelope> {
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies
  const bytes = Buffer.from(await response.arrayBuffer())
  const text = /^(text\/|application\/(json|xml)|[^;]+\+(json|xml))/.test(response.headers.get('content-type') ?? '')
  const body = text && !response.headers.has('content-encoding') ? bytes.toString('utf8') : bytes
  return { status: response.status, headers, body: response.body === null ? undefined : body }
}
