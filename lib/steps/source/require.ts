import { type Node, unwrap, walk } from './syntax.ts'

/** The specifier of `require('x')`, also inside TypeScript's `__importDefault(...)` and behind `.default`. */
export function requiredModule(node: Node): string | null {
  const inner = unwrap(node)
  if (inner.type === 'AwaitExpression') return requiredModule(inner.argument)
  if (inner.type === 'ImportExpression') return text(inner.source)
  if (inner.type !== 'CallExpression' || inner.callee.type !== 'Identifier') return null
  const [first] = inner.arguments
  if (!first) return null
  if (inner.callee.name === 'require') return text(first)
  return /^__import(Default|Star)$/.test(inner.callee.name) ? requiredModule(first) : null
}

/** Whether a file can load a module by a call at all. */
export function hasLoads(text: string): boolean {
  return /\b(require|import|__import\w+)\s*\(/.test(text)
}

/** Every module that `node` loads by `require('x')` or `import('x')`. */
export function loadedModules(node: Node, omit: ReadonlySet<Node> = new Set()): string[] {
  const found: string[] = []
  walk(node, (inner) => {
    if (omit.has(inner)) return false
    if (inner.type !== 'CallExpression' && inner.type !== 'ImportExpression') return undefined
    const source = requiredModule(inner)
    if (source) found.push(source)
    return undefined
  })
  return found
}

/** The names that `const { a, b: c } = require('x')` takes, null when it takes the module as a whole. */
export function destructuredImports(
  node: Node,
): { source: string; names: { imported: string; local: string }[] } | null {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern' || !node.init) return null
  const source = requiredModule(node.init)
  if (!source) return null
  const names: { imported: string; local: string }[] = []
  for (const item of node.id.properties) {
    if (item.type !== 'Property' || item.key.type !== 'Identifier' || item.computed) return null
    const value = item.value.type === 'AssignmentPattern' ? item.value.left : item.value
    if (value.type !== 'Identifier') return null
    names.push({ imported: item.key.name, local: value.name })
  }
  return { source, names }
}

function text(node: Node): string | null {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : null
}
