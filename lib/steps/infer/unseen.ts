import { isFunction, type Node } from '../source/syntax.ts'
import { callUnseen } from './functions.ts'
import type { Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import { isSensitive, type Value } from './value.ts'

/** The value reaches code that is not followed: what it allows may happen there. */
export function leave(machine: Machine, value: Value, node: Node, scope: Scope, seen = new Set<Value>()): void {
  if (seen.has(value) || !isSensitive(value)) return
  seen.add(value)
  const rest = (inner: Value): void => leave(machine, inner, node, scope, seen)
  switch (value.kind) {
    case 'emit':
      machine.facts.unknown('emit is given to code that cannot be followed', node, scope)
      break
    case 'state':
    case 'stateMethod':
      machine.facts.state('all')
      break
    case 'streams':
      machine.facts.stream('*', 'all', node, scope)
      break
    case 'stream':
      machine.facts.stream(value.name, 'all', node, scope)
      break
    case 'streamMethod':
      machine.facts.stream(value.stream, 'all', node, scope)
      break
    case 'object':
      for (const member of value.members.values()) rest(member)
      break
    case 'list':
      for (const item of value.items) rest(item)
      break
    case 'either':
      for (const option of value.options) rest(option)
      break
    case 'function':
      callUnseen(machine, value)
      break
    case 'class':
      for (const member of value.node.body.body) {
        if (member.type === 'MethodDefinition' && isFunction(member.value))
          callUnseen(machine, { kind: 'function', node: member.value, scope: value.scope })
      }
      break
    default:
  }
}
