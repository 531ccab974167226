/** A route of an HTTP API with whatever handles it. */
export interface Route<T> {
  /** `GET /orders/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string
  readonly target: T
}

export interface RouteMatch<T> {
  readonly route: Route<T>
  readonly parameters: Readonly<Record<string, string>> | undefined
}

interface Compiled<T> {
  readonly route: Route<T>
  readonly method: string
  readonly pattern: RegExp
  readonly names: readonly string[]
  /** One digit a segment: 0 literal, 1 variable, 2 greedy; sorts as the precedence does. */
  readonly rank: string
}

/**
 * Chooses the route of a request: the most specific path first, a method before `ANY`, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function createRouter<T>(
  routes: readonly Route<T>[],
): (method: string, path: string) => RouteMatch<T> | undefined {
  const fallback = routes.find(({ key }) => key === '$default')
  const compiled = routes.filter((route) => route !== fallback).map(compile)
  compiled.sort((a, b) => compare(a.rank, b.rank) || Number(a.method === 'ANY') - Number(b.method === 'ANY'))
  const literal = new Map(compiled.filter(({ rank }) => /^0*$/.test(rank)).map((each) => [each.route.key, each.route]))

  return (method, path) => {
    const exact = literal.get(`${method} ${path}`)
    if (exact) return { route: exact, parameters: undefined }
    for (const { route, method: accepts, pattern, names } of compiled) {
      if (accepts !== 'ANY' && accepts !== method) continue
      const found = pattern.exec(path)
      if (!found) continue
      const parameters =
        names.length > 0 ? Object.fromEntries(names.map((name, at) => [name, found[at + 1]!])) : undefined
      return { route, parameters }
    }
    return fallback && { route: fallback, parameters: undefined }
  }
}

function compile<T>(route: Route<T>): Compiled<T> {
  const [method, path] = route.key.split(' ') as [string, string]
  const names: string[] = []
  let rank = ''
  const pattern = path
    .split('/')
    .slice(1)
    .map((segment) => {
      const variable = /^\{([^}+]+)(\+?)\}$/.exec(segment)
      if (!variable) {
        rank += '0'
        return segment.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      }
      names.push(variable[1]!)
      rank += variable[2] ? '2' : '1'
      return variable[2] ? '(.+)' : '([^/]+)'
    })
  return { route, method, names, rank, pattern: new RegExp(`^/${pattern.join('/')}$`) }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
