import { isFunction, keyName } from '../source/syntax.ts'
import { evaluate } from './evaluate.ts'
import { callFunction } from './functions.ts'
import type { Machine } from './machine.ts'
import { innerScope, type Scope } from './scope.ts'
import { leave } from './unseen.ts'
import { type ObjectValue, object, UNKNOWN, type Value } from './value.ts'

type ClassValue = Extract<Value, { kind: 'class' }>

/** A new instance: its methods, its fields, and what the constructor keeps in it. */
export function instantiate(machine: Machine, target: ClassValue, values: readonly Value[]): ObjectValue {
  const self = object([], true)
  construct(machine, target, values, self)
  return self
}

export function construct(machine: Machine, target: ClassValue, values: readonly Value[], self: ObjectValue): void {
  const { node } = target
  const scope = innerScope(target.scope)
  scope.declare('this', self)
  const parent = node.superClass ? evaluate(machine, node.superClass, target.scope) : null
  if (parent) scope.declare('super', parent)
  const members = node.body.body
  const own = members.find((member) => member.type === 'MethodDefinition' && member.kind === 'constructor')
  if (parent?.kind === 'class' && !own) construct(machine, parent, values, self)
  if (parent && parent.kind !== 'class') for (const value of values) leave(machine, value, node, scope)
  for (const member of members) {
    if (member.type !== 'MethodDefinition' || member.static) continue
    if (member.kind !== 'method' && member.kind !== 'get') continue
    const name = keyName(member.key, member.computed)
    const method = { kind: 'function', node: member.value, scope: inherited(target.scope, parent), self } as const
    if (name) self.members.set(name, member.kind === 'get' ? { ...method, getter: true } : method)
  }
  for (const member of members) {
    if (member.type !== 'PropertyDefinition' || member.static || !member.value) continue
    const name = keyName(member.key, member.computed)
    if (name) self.members.set(name, evaluate(machine, member.value, scope))
  }
  if (own?.type === 'MethodDefinition')
    callFunction(machine, { kind: 'function', node: own.value, scope, self }, values)
}

function inherited(scope: Scope, parent: Value | null): Scope {
  if (!parent) return scope
  const inner = innerScope(scope)
  inner.declare('super', parent)
  return inner
}

export function staticMember(machine: Machine, { node, scope }: ClassValue, name: string): Value {
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue
    if (!member.static || keyName(member.key, member.computed) !== name) continue
    if (member.type === 'PropertyDefinition') return member.value ? evaluate(machine, member.value, scope) : UNKNOWN
    if (!('kind' in member) || member.kind !== 'method' || !isFunction(member.value)) return UNKNOWN
    return { kind: 'function', node: member.value, scope, self: { kind: 'class', node, scope } }
  }
  return UNKNOWN
}
