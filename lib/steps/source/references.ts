import { boundNames, children, isFunction, memberName, type Node } from './syntax.ts'

/** The names that `node` takes from outside itself; nodes in `omit` do not count. */
export function references(node: Node, omit: ReadonlySet<Node> = new Set()): Set<string> {
  const found = new Set<string>()
  collect(node, new Set(), omit, found)
  return found
}

function collect(node: Node, hidden: ReadonlySet<string>, omit: ReadonlySet<Node>, found: Set<string>): void {
  if (omit.has(node)) return
  if (node.type === 'Identifier') {
    if (!hidden.has(node.name)) found.add(node.name)
    return
  }
  const inner = isFunction(node) ? new Set([...hidden, ...declaredInside(node)]) : hidden
  for (const child of children(node)) {
    if (!isPlainName(node, child)) collect(child, inner, omit, found)
  }
}

/** True for the names in `a.name`, `{ name: a }`, `name() {}` of a class and `label:`, which refer to nothing. */
function isPlainName(parent: Node, child: Node): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return child === parent.property && !parent.computed
    case 'Property':
      return child === parent.key && !parent.computed && !parent.shorthand
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return child === parent.key && !parent.computed
    case 'TSEnumMember':
      return child === parent.id
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return child === parent.label
    default:
      return false
  }
}

/** Parameters and everything declared in the body, inner functions left out. */
function declaredInside(node: Node): string[] {
  const names: string[] = []
  const visit = (inner: Node): void => {
    if (inner.type === 'VariableDeclarator') names.push(...boundNames(inner.id))
    if (inner.type === 'CatchClause' && inner.param) names.push(...boundNames(inner.param))
    if ((inner.type === 'FunctionDeclaration' || inner.type === 'ClassDeclaration') && inner !== node && inner.id)
      names.push(inner.id.name)
    if (inner !== node && isFunction(inner)) return
    for (const child of children(inner)) visit(child)
  }
  if (isFunction(node)) {
    for (const parameter of node.params) names.push(...boundNames(parameter))
    if (node.type === 'FunctionExpression' && node.id) names.push(node.id.name)
  }
  visit(node)
  return names
}

/** The members that `node` takes of the name: `['A']` for `topics.A`; null when the name is used in any other way. */
export function membersTaken(node: Node, name: string, omit: ReadonlySet<Node> = new Set()): string[] | null {
  const taken: string[] = []
  let whole = false
  const visit = (inner: Node): void => {
    if (omit.has(inner)) return
    if (inner.type === 'MemberExpression' && inner.object.type === 'Identifier' && inner.object.name === name) {
      const member = memberName(inner)
      if (member === null) whole = true
      else taken.push(member)
      if (inner.computed) visit(inner.property)
      return
    }
    if (inner.type === 'Identifier' && inner.name === name) whole = true
    for (const child of children(inner)) {
      if (!isPlainName(inner, child)) visit(child)
    }
  }
  visit(node)
  return whole ? null : taken
}
