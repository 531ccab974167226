import type { Node } from '../source/syntax.ts'
import { callUnseen } from './functions.ts'
import type { Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import { isSensitive, type Value } from './value.ts'

/** The value reaches code that is not followed: what it allows may happen there. */
export function escape(machine: Machine, value: Value, node: Node, scope: Scope, seen = new Set<Value>()): void {
  if (seen.has(value) || !isSensitive(value)) return
  seen.add(value)
  const rest = (inner: Value): void => escape(machine, inner, node, scope, seen)
  switch (value.kind) {
    case 'emit':
      return machine.facts.unknown('emit is given to code that cannot be followed', node, scope)
    case 'state':
      return machine.facts.state('all')
    case 'stateMethod':
      return machine.facts.state('all')
    case 'streams':
      return machine.facts.streams(node, scope)
    case 'object':
      for (const member of value.members.values()) {
        if (member.kind !== 'streams') rest(member)
      }
      return
    case 'list':
      for (const item of value.items) rest(item)
      return
    case 'either':
      for (const option of value.options) rest(option)
      return
    case 'function':
      return callUnseen(machine, value)
    case 'class':
      for (const member of value.node.body.body) {
        if (member.type === 'MethodDefinition')
          callUnseen(machine, { kind: 'function', node: member.value, scope: value.scope })
      }
      return
    default:
      return
  }
}
