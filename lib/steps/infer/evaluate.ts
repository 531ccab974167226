import { children, isFunction, keyName, memberName, type Node, unwrap } from '../source/syntax.ts'
import { evaluateCall, evaluateNew } from './calls.ts'
import type { Machine } from './machine.ts'
import { memberOf } from './members.ts'
import type { Scope } from './scope.ts'
import { execute } from './statements.ts'
import { leave } from './unseen.ts'
import { isSensitive, join, type ListValue, object, text, textOptions, UNKNOWN, type Value } from './value.ts'

/** More choices than this are not told apart. */
const MOST_OPTIONS = 64

/** What is known of an expression; every call in it is gone through on the way. */
export function evaluate(machine: Machine, expression: Node, scope: Scope): Value {
  const node = unwrap(expression)
  const value = (inner: Node): Value => evaluate(machine, inner, scope)
  if (isFunction(node)) return { kind: 'function', node, scope }
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? text(node.value) : UNKNOWN
    case 'TemplateLiteral':
      return concatenated([
        text(node.quasis[0]?.value.cooked ?? ''),
        ...node.expressions.flatMap((hole, index) => [value(hole), text(node.quasis[index + 1]?.value.cooked ?? '')]),
      ])
    case 'Identifier':
      return scope.lookup(node.name) ?? UNKNOWN
    case 'ThisExpression':
      return scope.lookup('this') ?? UNKNOWN
    case 'MemberExpression':
      return evaluateMember(machine, node, scope)
    case 'CallExpression':
      return evaluateCall(machine, node, scope)
    case 'NewExpression':
      return evaluateNew(machine, node, scope)
    case 'AwaitExpression':
      return value(node.argument)
    case 'ConditionalExpression':
      value(node.test)
      return join([value(node.consequent), value(node.alternate)])
    case 'LogicalExpression': {
      const left = value(node.left)
      const right = value(node.right)
      return node.operator === '&&' ? right : join([left, right])
    }
    case 'BinaryExpression': {
      const sides = [node.left.type === 'PrivateIdentifier' ? UNKNOWN : value(node.left), value(node.right)]
      return node.operator === '+' ? concatenated(sides) : UNKNOWN
    }
    case 'UnaryExpression':
    case 'UpdateExpression':
      value(node.argument)
      return UNKNOWN
    case 'SequenceExpression':
      return node.expressions.map(value).at(-1) ?? UNKNOWN
    case 'ObjectExpression':
      return evaluateObject(machine, node, scope)
    case 'ArrayExpression':
      return evaluateList(machine, node, scope)
    case 'AssignmentExpression':
      return assign(machine, node, scope)
    case 'ClassExpression':
      return { kind: 'class', node, scope }
    default:
      for (const child of children(node)) {
        if (child.type.endsWith('Statement')) execute(machine, child, scope)
        else leave(machine, value(child), child, scope)
      }
      return UNKNOWN
  }
}

function evaluateMember(machine: Machine, node: Extract<Node, { type: 'MemberExpression' }>, scope: Scope): Value {
  const owner = evaluate(machine, node.object, scope)
  const name = memberName(node)
  if (name !== null) return memberOf(machine, owner, name, node, scope)
  const keys = textOptions(evaluate(machine, node.property, scope))
  if (keys) return join(keys.map((key) => memberOf(machine, owner, key, node, scope)))
  if (owner.kind === 'list' && !owner.open) return join(owner.items)
  if (owner.kind === 'object' && !owner.open && !isSensitive(owner)) return join([...owner.members.values()])
  leave(machine, owner, node, scope)
  return UNKNOWN
}

function evaluateObject(machine: Machine, node: Extract<Node, { type: 'ObjectExpression' }>, scope: Scope): Value {
  const members = new Map<string, Value>()
  let open = false
  for (const item of node.properties) {
    if (item.type === 'SpreadElement') {
      const spread = evaluate(machine, item.argument, scope)
      const known = spread.kind === 'object' ? spread : null
      if (!known || known.open) {
        open = true
        // What came before may be replaced by what is spread here.
        for (const [name, member] of members) if (!isSensitive(member)) members.delete(name)
      }
      if (known) for (const [name, member] of known.members) members.set(name, member)
      else leave(machine, spread, item, scope)
      continue
    }
    const value = item.kind === 'set' ? UNKNOWN : propertyValue(machine, item, scope)
    const names = memberNames(machine, item, scope)
    for (const name of names ?? []) members.set(name, value)
    if (names === null) {
      open = true
      leave(machine, value, item, scope)
    }
  }
  return object(members, open)
}

function propertyValue(machine: Machine, { kind, value }: Extract<Node, { type: 'Property' }>, scope: Scope): Value {
  if (kind === 'get' && isFunction(value)) return { kind: 'function', node: value, scope, getter: true }
  return evaluate(machine, value, scope)
}

function memberNames(
  machine: Machine,
  item: Extract<Node, { type: 'Property' }>,
  scope: Scope,
): readonly string[] | null {
  const name = keyName(item.key, item.computed)
  return name !== null ? [name] : textOptions(evaluate(machine, item.key, scope))
}

function evaluateList(machine: Machine, node: Extract<Node, { type: 'ArrayExpression' }>, scope: Scope): ListValue {
  let open = false
  const items = node.elements.flatMap((element): readonly Value[] => {
    if (!element) return []
    if (element.type !== 'SpreadElement') return [evaluate(machine, element, scope)]
    const spread = evaluate(machine, element.argument, scope)
    if (spread.kind === 'list' && !spread.open) return spread.items
    open = true
    leave(machine, spread, element, scope)
    return spread.kind === 'list' ? spread.items : []
  })
  return { kind: 'list', items, open }
}

function assign(machine: Machine, node: Extract<Node, { type: 'AssignmentExpression' }>, scope: Scope): Value {
  const value = evaluate(machine, node.right, scope)
  const target = unwrap(node.left)
  if (target.type === 'MemberExpression') {
    const owner = evaluate(machine, target.object, scope)
    const name = memberName(target)
    if (owner.kind === 'object' && name !== null) {
      owner.members.set(name, owner.members.has(name) ? join([owner.members.get(name)!, value]) : value)
      return value
    }
  }
  leave(machine, value, node, scope)
  return value
}

function concatenated(values: readonly Value[]): Value {
  let found = ['']
  for (const value of values) {
    const options = textOptions(value)
    if (!options || found.length * options.length > MOST_OPTIONS) return UNKNOWN
    found = found.flatMap((start) => options.map((end) => start + end))
  }
  return text(...found)
}
