/** A segment of an API path. `greedy` takes the rest of the path: only the last one may be. */
export type Segment =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'parameter'; readonly name: string }
  | { readonly type: 'greedy'; readonly name: string }

export type ParsedPath = { readonly segments: readonly Segment[] } | { readonly error: string }

/**
 * Reads a path as authors write it: `/orders/:id`, `/orders/{id}`, and for the rest of a path `/files/*`, `/files/:rest*`,
 * `/files/:rest+` or `/files/{rest+}`. What an HTTP API cannot have is an error
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 */
export function parsePath(path: string): ParsedPath {
  if (!path.startsWith('/')) return { error: `it must begin with '/'` }
  if (/[?#]/.test(path.replace(/:\w+\?/g, ''))) return { error: `a query string is no part of a path` }
  const parts = path === '/' ? [] : path.slice(1).replace(/\/$/, '').split('/')
  const segments: Segment[] = []
  const names = new Set<string>()
  for (const [index, part] of parts.entries()) {
    const segment = parseSegment(part)
    if ('error' in segment) return segment
    segments.push(segment)
    if (segment.type === 'greedy' && index < parts.length - 1) {
      return { error: `'${part}' takes the rest of the path, so nothing may follow it` }
    }
    if (segment.type === 'literal') continue
    if (names.has(segment.name)) return { error: `it has the parameter '${segment.name}' twice` }
    names.add(segment.name)
  }
  return { segments }
}

function parseSegment(part: string): Segment | { error: string } {
  if (part === '') return { error: `it has an empty segment ('//')` }
  if (part === '*') return { type: 'greedy', name: 'proxy' }
  const greedy = /^(?::(\w+)[*+]|\*(\w+)|\{(\w+)\+\})$/.exec(part)
  if (greedy) return { type: 'greedy', name: (greedy[1] ?? greedy[2] ?? greedy[3])! }
  const parameter = /^(?::(\w+)|\{(\w+)\})$/.exec(part)
  if (parameter) return { type: 'parameter', name: (parameter[1] ?? parameter[2])! }
  if (/^:\w+\?$/.test(part)) {
    return { error: `'${part}' is optional, which an HTTP API cannot have: write a Step for each of the two paths` }
  }
  if (/^:\w+\(/.test(part)) {
    return {
      error: `'${part}' holds a pattern, which an HTTP API cannot have: write ':name' and check it in the handler`,
    }
  }
  if (/[:{}*+]/.test(part)) return { error: `'${part}' mixes text and a parameter: a parameter is a whole segment` }
  if (!/^[\w.~!$&'(),;=@%-]+$/.test(part)) return { error: `'${part}' holds characters that a URL path cannot have` }
  return { type: 'literal', text: part }
}

/** The path of an HTTP API's route: `/orders/{id}`, `/files/{rest+}`. */
export function routePath(segments: readonly Segment[]): string {
  const parts = segments.map((segment) => {
    if (segment.type === 'literal') return segment.text
    return segment.type === 'greedy' ? `{${segment.name}+}` : `{${segment.name}}`
  })
  return `/${parts.join('/')}`
}

/** The same for two paths that match the same requests: `/orders/{}`. */
export function routeShape(segments: readonly Segment[]): string {
  return routePath(segments.map((segment) => (segment.type === 'literal' ? segment : { ...segment, name: '' })))
}
