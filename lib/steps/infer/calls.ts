import { memberName, type Node, unwrap } from '../source/syntax.ts'
import { construct, instantiate } from './classes.ts'
import { evaluate } from './evaluate.ts'
import { callFunction } from './functions.ts'
import type { Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import { leave } from './unseen.ts'
import {
  isSensitive,
  join,
  STATE_OPERATIONS,
  STREAM_OPERATIONS,
  text,
  textOptions,
  UNKNOWN,
  type Value,
} from './value.ts'

type Call = Extract<Node, { type: 'CallExpression' }>

/** Calls that only look at their arguments. */
const HARMLESS = /^(log|info|warn|error|debug|trace|stringify|isArray|keys|assert|expect)$/
const LIST_METHODS = /^(map|forEach|flatMap|filter|some|every|find|findIndex)$/

export function evaluateCall(machine: Machine, node: Call, scope: Scope): Value {
  const callee = unwrap(node.callee)
  if (callee.type === 'Super') return callSuper(machine, node, scope)
  const name = memberName(callee)
  const owner = callee.type === 'MemberExpression' ? evaluate(machine, callee.object, scope) : null
  const values = argumentsOf(machine, node, scope)
  if (owner?.kind === 'emit') return callOnEmit(machine, node, scope, name, values)
  if (owner && name) {
    const builtin = callBuiltin(machine, callee, name, owner, values)
    if (builtin) return builtin
  }
  const target = evaluate(machine, callee, scope)
  return call(machine, node, scope, target, values, name ?? (callee.type === 'Identifier' ? callee.name : ''))
}

function call(
  machine: Machine,
  node: Call,
  scope: Scope,
  target: Value,
  values: readonly Value[],
  name: string,
): Value {
  switch (target.kind) {
    case 'emit':
      emit(machine, node, scope, values)
      return UNKNOWN
    case 'stateMethod':
      return callState(machine, node, scope, target.name, values)
    case 'streamMethod': {
      for (const value of values) leave(machine, value, node, scope)
      const operation = STREAM_OPERATIONS.find((known) => known === target.name) ?? 'all'
      machine.facts.stream(target.stream, operation, node, scope)
      return UNKNOWN
    }
    case 'function':
      return callFunction(machine, target, values)
    case 'either':
      return join(target.options.map((option) => call(machine, node, scope, option, values, name)))
    default:
      if (name === 'defineStep') return values[0] ?? UNKNOWN
      if (!HARMLESS.test(name)) for (const value of values) leave(machine, value, node, scope)
      return UNKNOWN
  }
}

function emit(machine: Machine, node: Call, scope: Scope, [first]: readonly Value[]): void {
  const topics = first ? topicsOf(first) : null
  if (topics) machine.facts.emit(topics, node, scope)
  else machine.facts.unknown('the topic of this emit cannot be known', node, scope)
}

/** `emit('a', data)`, `emit({ topic: 'a', data })` and lists of the latter. */
function topicsOf(value: Value): readonly string[] | null {
  switch (value.kind) {
    case 'text':
      return value.options
    case 'object': {
      const topic = value.members.get('topic')
      return topic ? textOptions(topic) : null
    }
    case 'list':
      return value.open ? null : all(value.items)
    case 'either':
      return value.options.length > 0 ? all(value.options) : null
    default:
      return null
  }
}

function all(values: readonly Value[]): readonly string[] | null {
  const parts = values.map(topicsOf)
  return parts.every((part) => part !== null) ? parts.flat() : null
}

function callOnEmit(machine: Machine, node: Call, scope: Scope, name: string | null, values: readonly Value[]): Value {
  if (name === 'bind' && values.length <= 1) return { kind: 'emit' }
  if (name === 'call') emit(machine, node, scope, values.slice(1))
  else leave(machine, { kind: 'emit' }, node, scope)
  return UNKNOWN
}

function callState(machine: Machine, node: Call, scope: Scope, name: string, values: readonly Value[]): Value {
  for (const value of values) leave(machine, value, node, scope)
  if (name === 'group') return { kind: 'state' }
  machine.facts.state(STATE_OPERATIONS.find((operation) => operation === name) ?? 'all')
  return UNKNOWN
}

function callBuiltin(
  machine: Machine,
  callee: Node,
  name: string,
  owner: Value,
  values: readonly Value[],
): Value | null {
  const [first] = values
  const static_ = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' ? callee.object.name : ''
  if (static_ === 'Object' && name === 'freeze' && first) return first
  if (static_ === 'Object' && name === 'values' && first?.kind === 'object' && !first.open) {
    return { kind: 'list', items: [...first.members.values()], open: false }
  }
  if (static_ === 'Object' && name === 'keys' && first?.kind === 'object' && !first.open) {
    return { kind: 'list', items: [...first.members.keys()].map((key) => text(key)), open: false }
  }
  if (owner.kind === 'list' && LIST_METHODS.test(name) && first?.kind === 'function') {
    const item = owner.open ? UNKNOWN : join(owner.items)
    const result = callFunction(machine, first, [item, UNKNOWN, owner])
    if (name === 'filter') return owner
    return name === 'map' ? { kind: 'list', items: [result], open: owner.open } : UNKNOWN
  }
  if (owner.kind === 'function' && (name === 'call' || name === 'bind')) {
    return name === 'call' ? callFunction(machine, owner, values.slice(1)) : values.length <= 1 ? owner : null
  }
  return null
}

function callSuper(machine: Machine, node: Call, scope: Scope): Value {
  const parent = scope.lookup('super')
  const self = scope.lookup('this')
  const values = argumentsOf(machine, node, scope)
  if (parent?.kind === 'class' && self?.kind === 'object') construct(machine, parent, values, self)
  else for (const value of values) leave(machine, value, node, scope)
  return UNKNOWN
}

export function evaluateNew(machine: Machine, node: Extract<Node, { type: 'NewExpression' }>, scope: Scope): Value {
  const target = evaluate(machine, node.callee, scope)
  const values = argumentsOf(machine, node, scope)
  if (target.kind === 'class') return instantiate(machine, target, values)
  for (const value of values) leave(machine, value, node, scope)
  return UNKNOWN
}

/** A spread list stands for its items; one that is not known may hold anything. */
function argumentsOf(machine: Machine, node: Pick<Call, 'arguments'>, scope: Scope): Value[] {
  return node.arguments.flatMap((argument): readonly Value[] => {
    if (argument.type !== 'SpreadElement') return [evaluate(machine, argument, scope)]
    const spread = evaluate(machine, argument.argument, scope)
    if (spread.kind === 'list' && !spread.open) return spread.items
    if (isSensitive(spread)) leave(machine, spread, argument, scope)
    return [UNKNOWN]
  })
}
