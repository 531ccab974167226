import type { Node } from '../source/syntax.ts'
import { staticMember } from './classes.ts'
import { callFunction } from './functions.ts'
import { exportedValue } from './home.ts'
import type { Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import { join, UNKNOWN, type Value } from './value.ts'

/** `value.name`. */
export function memberOf(machine: Machine, value: Value, name: string, node: Node, scope: Scope): Value {
  switch (value.kind) {
    case 'object': {
      const member = value.members.get(name) ?? UNKNOWN
      return member.kind === 'function' && member.getter ? callFunction(machine, member, []) : member
    }
    case 'state':
      return { kind: 'stateMethod', name }
    case 'streams':
      return { kind: 'stream', name }
    case 'stream':
      return { kind: 'streamMethod', stream: value.name, name }
    case 'namespace':
      return exportedValue(machine, value.module, name)
    case 'class':
      return staticMember(machine, value, name)
    case 'either':
      return join(value.options.map((option) => memberOf(machine, option, name, node, scope)))
    default:
      return UNKNOWN
  }
}
