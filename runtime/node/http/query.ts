/** The one name whose assignment changes an object's prototype instead of adding a field. */
const forbidden = '__proto__'

/** `a=1&b&a=2` is `{ a: ['1', '2'], b: '' }`. */
export function flatQuery(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const [name, value] of pairs(text)) {
    if (name === forbidden) continue
    const before = Object.hasOwn(query, name) ? query[name] : undefined
    if (before === undefined) query[name] = value
    else if (typeof before === 'string') query[name] = [before, value]
    else before.push(value)
  }
  return query
}

export type Nested = string | Nested[] | { [name: string]: Nested }

/** Levels of `a[b][c]` that are read as such; the rest stays in the last name. */
const maxDepth = 5

/** What Motia 0.x reads: besides {@link flatQuery}'s, `y[z]=3` is `{ y: { z: '3' } }` and `a[]=1` a list. */
export function nestedQuery(text: string): Record<string, Nested> {
  const query: Record<string, Nested> = {}
  for (const [name, value] of pairs(text)) {
    const path = pathOf(name)
    if (!path.includes(forbidden)) put(query, path, value)
  }
  return query
}

function put(target: { [name: string]: Nested }, [name = '', ...rest]: readonly string[], value: string): void {
  const before = Object.hasOwn(target, name) ? target[name] : undefined
  if (rest.length === 0 || (rest.length === 1 && rest[0] === '')) {
    if (before === undefined) target[name] = rest.length === 0 ? value : [value]
    else if (Array.isArray(before)) before.push(value)
    else target[name] = [before, value]
    return
  }
  if (isObject(before)) put(before, rest, value)
  else {
    const inner: { [name: string]: Nested } = {}
    target[name] = before === undefined ? inner : Array.isArray(before) ? [...before, inner] : [before, inner]
    put(inner, rest, value)
  }
}

function isObject(value: Nested | undefined): value is { [name: string]: Nested } {
  return typeof value === 'object' && !Array.isArray(value)
}

/** `a[b][c]` is `a`, `b`, `c`. */
function pathOf(name: string): readonly string[] {
  const start = name.indexOf('[')
  if (start <= 0 || !name.endsWith(']')) return [name]
  const parts = name.slice(start + 1, -1).split('][')
  return parts.length <= maxDepth ? [name.slice(0, start), ...parts] : [name]
}

function* pairs(text: string): Generator<readonly [string, string]> {
  if (text === '') return
  for (const part of text.split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    yield at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))]
  }
}

/** A `%` that begins no valid sequence is left as it is. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
