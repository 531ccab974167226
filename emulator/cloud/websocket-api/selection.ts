import { isRecord } from '../template/model.ts'

/** Says which route key a message asks for; undefined when the expression cannot be evaluated against it. */
export type RouteSelector = (message: string) => string | undefined

const variable = /\$\{request\.body\.([^}]+)\}|\$request\.body\.([\w-]+(?:\.[\w-]+)*)/g

/**
 * Reads a route selection expression: text with variables of the message, as `$request.body.action` or
 * `${request.body.version}-beta`. Undefined when it holds a variable of another kind.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html#apigateway-websocket-api-route-selection-expressions
 */
export function readSelection(expression: string): RouteSelector | undefined {
  if (!expression.includes('$') || expression.replaceAll(variable, '').includes('$')) return undefined
  return (message) => {
    const body = parse(message)
    let missing = false
    const key = expression.replaceAll(variable, (_, braced?: string, bare?: string) => {
      const value = lookup(body, (braced ?? bare)!.split('.'))
      missing ||= value === undefined
      return String(value)
    })
    return missing ? undefined : key
  }
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message) as unknown
  } catch {
    // Messages that are not JSON go to $default.
    return undefined
  }
}

function lookup(body: unknown, path: readonly string[]): string | number | boolean | undefined {
  const value = path.reduce<unknown>(
    (within, name) => (isRecord(within) && Object.hasOwn(within, name) ? within[name] : undefined),
    body,
  )
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}
