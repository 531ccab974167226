import { memberName, type Node, unwrap, walk } from '../source/syntax.ts'

/** How the variables of a function or module change after they were declared. */
export interface Changes {
  /** What is assigned to a name besides its first value. */
  readonly assigned: ReadonlyMap<string, readonly Node[]>
  /** Names of objects and lists that are altered: `list.push(x)`, `object.a = x`, or given to code that may. */
  readonly altered: ReadonlySet<string>
}

const MUTATORS = new Set([
  'push',
  'unshift',
  'splice',
  'fill',
  'pop',
  'shift',
  'sort',
  'reverse',
  'copyWithin',
  'set',
  'add',
])
/** Calls that leave their arguments as they are. */
const READERS = new Set([
  'emit',
  'info',
  'warn',
  'error',
  'debug',
  'log',
  'stringify',
  'keys',
  'values',
  'entries',
  'freeze',
  'all',
  'includes',
])

const known = new WeakMap<Node, Changes>()

export function changesIn(root: Node): Changes {
  const before = known.get(root)
  if (before) return before
  const assigned = new Map<string, Node[]>()
  const altered = new Set<string>()
  const alter = (node: Node): void => {
    const name = rootOf(node)
    if (name) altered.add(name)
  }
  const assign = (target: Node, value: Node): void => {
    if (target.type === 'Identifier') assigned.set(target.name, [...(assigned.get(target.name) ?? []), value])
    else if (target.type === 'MemberExpression') alter(target.object)
    else walk(target, (inner) => (inner.type === 'Identifier' ? void assign(inner, target) : undefined))
  }
  walk(root, (node) => {
    if (node.type === 'AssignmentExpression') assign(unwrap(node.left), node.operator === '=' ? node.right : node)
    if (node.type === 'UpdateExpression') assign(unwrap(node.argument), node)
    if ((node.type === 'ForOfStatement' || node.type === 'ForInStatement') && node.left.type !== 'VariableDeclaration')
      assign(node.left, node)
    if (node.type === 'UnaryExpression' && node.operator === 'delete') alter(node.argument)
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined
    const callee = unwrap(node.callee)
    const method = callee.type === 'Identifier' ? callee.name : (memberName(callee) ?? '')
    if (callee.type === 'MemberExpression' && MUTATORS.has(method)) alter(callee.object)
    if (!READERS.has(method)) for (const argument of node.arguments) if (argument.type === 'Identifier') alter(argument)
    return undefined
  })
  const changes = { assigned, altered }
  known.set(root, changes)
  return changes
}

function rootOf(node: Node): string | null {
  const inner = unwrap(node)
  if (inner.type === 'Identifier') return inner.name
  return inner.type === 'MemberExpression' ? rootOf(inner.object) : null
}
