import type { StateOperation, StreamOperation } from '../model.ts'
import type { SourceModule } from '../source/module.ts'
import type { FunctionNode, Node } from '../source/syntax.ts'
import type { Scope } from './scope.ts'

/** What is known of an expression without running it. */
export type Value =
  | { readonly kind: 'unknown' }
  /** A string that is one of these. */
  | { readonly kind: 'text'; readonly options: readonly string[] }
  | { readonly kind: 'emit' }
  | { readonly kind: 'state' }
  | { readonly kind: 'stateMethod'; readonly name: string }
  | { readonly kind: 'streams' }
  | { readonly kind: 'stream'; readonly name: string }
  | { readonly kind: 'streamMethod'; readonly stream: string; readonly name: string }
  | ObjectValue
  | ListValue
  | FunctionValue
  | { readonly kind: 'class'; readonly node: ClassNode; readonly scope: Scope }
  | { readonly kind: 'namespace'; readonly module: SourceModule }
  | { readonly kind: 'either'; readonly options: readonly Value[] }

export type ClassNode = Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>

export interface ObjectValue {
  readonly kind: 'object'
  readonly members: Map<string, Value>
  /** It may have members besides these. */
  readonly open: boolean
}

export interface ListValue {
  readonly kind: 'list'
  readonly items: readonly Value[]
  readonly open: boolean
}

export interface FunctionValue {
  readonly kind: 'function'
  readonly node: FunctionNode
  readonly scope: Scope
  readonly self?: Value
  /** Called when it is read. */
  readonly getter?: true
}

export const UNKNOWN: Value = { kind: 'unknown' }

/** Of a variable that has no value yet. */
export const NOTHING: Value = { kind: 'either', options: [] }

export const STATE_OPERATIONS: readonly StateOperation[] = [
  'get',
  'set',
  'delete',
  'query',
  'update',
  'getGroup',
  'clear',
]

export const STREAM_OPERATIONS: readonly StreamOperation[] = ['get', 'set', 'delete', 'getGroup', 'send']

export function text(...options: string[]): Value {
  return { kind: 'text', options: [...new Set(options)] }
}

export function object(members: Iterable<readonly [string, Value]>, open = false): ObjectValue {
  return { kind: 'object', members: new Map(members), open }
}

/** One of the values. Strings become one choice of strings; with something unknown among them nothing is known of a string. */
export function join(values: readonly Value[]): Value {
  const flat = values.flatMap((value) => (value.kind === 'either' ? value.options : [value]))
  const [first] = flat
  if (!first) return NOTHING
  if (flat.every((value) => value === first)) return first
  if (flat.every((value) => value.kind === 'text')) return text(...flat.flatMap((value) => value.options))
  return { kind: 'either', options: flat }
}

/** The strings that a value may be; null when it may be another. */
export function textOptions(value: Value): readonly string[] | null {
  if (value.kind === 'text') return value.options
  if (value.kind !== 'either' || value.options.length === 0) return null
  const parts = value.options.map(textOptions)
  return parts.every((part) => part !== null) ? parts.flat() : null
}

/** Whether emit, state or streams are within reach of a value: only such values need to be followed. */
export function isSensitive(value: Value, seen = new Set<Value>()): boolean {
  if (seen.has(value)) return false
  seen.add(value)
  switch (value.kind) {
    case 'emit':
    case 'state':
    case 'stateMethod':
    case 'streams':
    case 'stream':
    case 'streamMethod':
      return true
    case 'object':
      return [...value.members.values()].some((member) => isSensitive(member, seen))
    case 'list':
      return value.items.some((item) => isSensitive(item, seen))
    case 'either':
      return value.options.some((option) => isSensitive(option, seen))
    case 'function':
      return value.scope.inFunction || (value.self !== undefined && isSensitive(value.self, seen))
    case 'class':
      return value.scope.inFunction
    default:
      return false
  }
}

/** What a handler's context holds. */
export function context(): ObjectValue {
  return object(
    [
      ['emit', { kind: 'emit' }],
      ['state', { kind: 'state' }],
      ['streams', { kind: 'streams' }],
    ],
    true,
  )
}
