import type { Value } from './value.ts'

const ids = new WeakMap<object, number>()
let count = 0

/** The same text for values that lead to the same findings. */
export function signature(values: readonly Value[]): string {
  return values.map(one).join('|')
}

function one(value: Value): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.options)
    case 'stateMethod':
      return `state.${value.name}`
    case 'stream':
      return `stream ${JSON.stringify(value.name)}`
    case 'streamMethod':
      return `stream ${JSON.stringify(value.stream)}.${value.name}`
    case 'function':
      return `f${idOf(value.node)}@${value.scope.id}${value.self ? one(value.self) : ''}`
    case 'class':
      return `c${idOf(value.node)}@${value.scope.id}`
    case 'object':
      return `o${idOf(value.members)}`
    case 'list':
      return `[${signature(value.items)}${value.open ? '...' : ''}]`
    case 'either':
      return `(${signature(value.options)})`
    case 'namespace':
      return `m${idOf(value.module)}`
    default:
      return value.kind
  }
}

function idOf(identity: object): number {
  const known = ids.get(identity)
  if (known !== undefined) return known
  count += 1
  ids.set(identity, count)
  return count
}
