/** What the dev server answered instead of what was asked for. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const token = () => document.querySelector<HTMLMetaElement>('meta[name="motia-token"]')?.content ?? ''

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`/api${path}`, init)
  const text = await response.text()
  if (response.ok) return (text ? JSON.parse(text) : {}) as T
  throw new RequestError(response.status, errorOf(text) ?? `${init.method ?? 'GET'} /api${path}: ${response.status}`)
}

function errorOf(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null && 'error' in answer) return String(answer.error)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return text || undefined
}

/** `GET /api<path>`. */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>(path, signal ? { signal } : {})
}

/** A request that changes something: carries this run's token. */
export function change<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return call<T>(path, {
    method,
    headers: { 'x-motia-token': token(), 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  })
}

/** `?a=1&b=2` of what is set; empty when nothing is. */
export function search(params: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== '')
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`
}
