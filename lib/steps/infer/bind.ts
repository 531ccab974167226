import { boundNames, keyName, type Node } from '../source/syntax.ts'
import { evaluate } from './evaluate.ts'
import type { Machine } from './machine.ts'
import { memberOf } from './members.ts'
import type { Scope } from './scope.ts'
import { leave } from './unseen.ts'
import { isSensitive, join, object, UNKNOWN, type Value } from './value.ts'

/** Declares the names of a pattern with what is known of the value; `undefined` when none is given. */
export function bind(machine: Machine, pattern: Node, value: Value | undefined, scope: Scope): void {
  switch (pattern.type) {
    case 'Identifier':
      scope.declare(pattern.name, changing(machine, pattern.name, value ?? UNKNOWN, pattern, scope))
      break
    case 'AssignmentPattern':
      bind(machine, pattern.left, value ?? evaluate(machine, pattern.right, scope), scope)
      break
    case 'TSParameterProperty':
      bindParameterProperty(machine, pattern, value, scope)
      break
    case 'RestElement':
      bind(machine, pattern.argument, value, scope)
      break
    case 'ObjectPattern':
      bindObject(machine, pattern, value ?? UNKNOWN, scope)
      break
    case 'ArrayPattern':
      bindList(machine, pattern, value, scope)
      break
    default:
      if (value) leave(machine, value, pattern, scope)
  }
}

/** `constructor(private emit: Emit)` declares a name and keeps it in the instance. */
function bindParameterProperty(
  machine: Machine,
  pattern: Extract<Node, { type: 'TSParameterProperty' }>,
  value: Value | undefined,
  scope: Scope,
): void {
  bind(machine, pattern.parameter, value, scope)
  const self = scope.lookup('this')
  const [name] = boundNames(pattern.parameter)
  if (self?.kind === 'object' && name) self.members.set(name, value ?? UNKNOWN)
}

function bindList(
  machine: Machine,
  pattern: Extract<Node, { type: 'ArrayPattern' }>,
  value: Value | undefined,
  scope: Scope,
): void {
  const list = value?.kind === 'list' ? value : null
  for (const [index, element] of pattern.elements.entries()) {
    if (element?.type === 'RestElement') {
      bind(machine, element, { kind: 'list', items: list?.items.slice(index) ?? [], open: list?.open ?? true }, scope)
    } else if (element) bind(machine, element, list && !list.open ? list.items[index] : UNKNOWN, scope)
  }
}

function bindObject(
  machine: Machine,
  pattern: Extract<Node, { type: 'ObjectPattern' }>,
  value: Value,
  scope: Scope,
): void {
  const taken = new Set<string>()
  for (const item of pattern.properties) {
    if (item.type === 'RestElement') {
      const members = value.kind === 'object' ? [...value.members].filter(([name]) => !taken.has(name)) : []
      bind(machine, item.argument, value.kind === 'object' ? object(members, value.open) : value, scope)
      continue
    }
    const name = keyName(item.key, item.computed)
    if (name !== null) {
      taken.add(name)
      const member = memberOf(machine, value, name, item, scope)
      bind(
        machine,
        item.value,
        member.kind === 'unknown' && item.value.type === 'AssignmentPattern'
          ? undefinedOr(machine, item.value.right, scope)
          : member,
        scope,
      )
    } else {
      leave(machine, value, item, scope)
      bind(machine, item.value, UNKNOWN, scope)
    }
  }
}

/** A default applies when the member is absent, which is not known: its own functions still count, its strings do not. */
function undefinedOr(machine: Machine, fallback: Node, scope: Scope): Value {
  return join([UNKNOWN, evaluate(machine, fallback, scope)])
}

/** What a name holds over all of its function: its first value and every later one. */
function changing(machine: Machine, name: string, value: Value, node: Node, scope: Scope): Value {
  const later = scope.changes.assigned.get(name)
  const lasting = scope.changes.altered.has(name) ? loosened(value) : value
  if (!later) return lasting
  if (isSensitive(lasting)) {
    leave(machine, lasting, node, scope)
    return lasting
  }
  const others = later.map((assigned) => (isConstant(assigned) ? evaluate(machine, assigned, scope) : UNKNOWN))
  return join([lasting, ...others])
}

function loosened(value: Value): Value {
  if (value.kind === 'list') return { ...value, open: true }
  if (value.kind !== 'object') return value
  return object(
    [...value.members].filter(([, member]) => isSensitive(member)),
    true,
  )
}

function isConstant(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
    case 'TemplateLiteral':
      return true
    case 'MemberExpression':
      return isConstant(node.object)
    case 'ConditionalExpression':
      return isConstant(node.consequent) && isConstant(node.alternate)
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return isConstant(node.expression)
    default:
      return false
  }
}
