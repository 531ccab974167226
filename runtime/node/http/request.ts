import { type Body, readBody } from './body.ts'
import type { HttpEvent } from './event.ts'

/** A request as handlers of both dialects see it, but for the query. */
export interface HttpRequest extends Body {
  readonly method: string
  readonly path: string
  readonly params: Record<string, string>
  readonly headers: Record<string, string>
}

/** @throws MalformedBodyError */
export function readRequest(event: HttpEvent, form: 'flat' | 'nested'): HttpRequest {
  return {
    method: event.requestContext.http.method.toUpperCase(),
    path: pathOf(event),
    params: present(event.pathParameters ?? {}),
    headers: headersOf(event),
    ...readBody(event, form),
  }
}

/** `rawPath` begins with the stage, unless that is `$default`. */
function pathOf({ rawPath, requestContext: { stage } }: HttpEvent): string {
  if (!stage || stage === '$default') return rawPath
  const prefix = `/${stage}`
  return rawPath === prefix || rawPath.startsWith(`${prefix}/`) ? rawPath.slice(prefix.length) || '/' : rawPath
}

/** API Gateway takes the cookies out of the headers. */
function headersOf({ headers, cookies }: HttpEvent): Record<string, string> {
  const all = present(headers)
  if (Array.isArray(cookies) && cookies.length > 0) all['cookie'] = cookies.join('; ')
  return all
}

function present(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const all: Record<string, string> = {}
  for (const name in values) if (name !== '__proto__' && typeof values[name] === 'string') all[name] = values[name]
  return all
}
