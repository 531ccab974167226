import { type ArrowFunctionExpression, type Node, type Function as PlainFunction, visitorKeys } from 'oxc-parser'

export type { Node }

/** Node types of TypeScript that hold values besides types; every other `TS...` node is erased when bundling. */
const VALUE_NODES = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSParameterProperty',
  'TSExportAssignment',
  'TSImportEqualsDeclaration',
])

/** The child nodes that hold values, in source order; types are left out. */
export function children(node: Node): Node[] {
  const found: Node[] = []
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key]
    for (const item of Array.isArray(child) ? child : [child]) {
      if (isNode(item) && !(item.type.startsWith('TS') && !VALUE_NODES.has(item.type))) found.push(item)
    }
  }
  return found
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** Visits `node` and all below it; `visit` returns false to go no deeper. */
export function walk(node: Node, visit: (node: Node) => boolean | undefined): void {
  if (visit(node) === false) return
  for (const child of children(node)) walk(child, visit)
}

/** The expression below `as`, `satisfies`, `!`, `<T>` and `await`-free wrappers that change no value. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return unwrap(node.expression)
    default:
      return node
  }
}

/** The name of a property, method or member that can be read from the source: `a`, `'a'`, `['a']`, `1`. */
export function keyName(key: Node, computed: boolean): string | null {
  if (key.type === 'Identifier' && !computed) return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number'))
    return String(key.value)
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? null
  return null
}

/** `object.name` or `object['name']`, else null. */
export function memberName(node: Node): string | null {
  return node.type === 'MemberExpression' ? keyName(node.property, node.computed) : null
}

export type FunctionNode = PlainFunction | ArrowFunctionExpression

export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  )
}

/** The property of an object literal with that name, the last one as in JavaScript. */
export function property(object: Node, name: string): Extract<Node, { type: 'Property' }> | null {
  if (object.type !== 'ObjectExpression') return null
  const found = object.properties.findLast(
    (item) => item.type === 'Property' && keyName(item.key, item.computed) === name,
  )
  return found?.type === 'Property' ? (found as Extract<Node, { type: 'Property' }>) : null
}

/** The names that a binding pattern declares. */
export function boundNames(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((item) => boundNames(item.type === 'RestElement' ? item.argument : item.value))
    case 'ArrayPattern':
      return pattern.elements.flatMap((item) => (item ? boundNames(item) : []))
    case 'AssignmentPattern':
      return boundNames(pattern.left)
    case 'RestElement':
      return boundNames(pattern.argument)
    case 'TSParameterProperty':
      return boundNames(pattern.parameter)
    default:
      return []
  }
}
