import { type Node, parse, walk } from '../code/syntax.ts'

/**
 * A `motia.config` with nothing but its `streamAuth`: its plugins and adapters are of another world, and need not even be
 * installed. A config that is no object literal stays as it is.
 */
export function onlyStreamAuth(file: string, text: string): string {
  const program = parse(file, text)
  const config = program && exportedObject(program)
  if (!config) return text
  const properties = config['properties'] as Node[]
  const others = properties.filter((property) => nameOf(property['key'] as Node | undefined) !== 'streamAuth')
  let result = text
  for (const { start, end } of others.toReversed()) {
    const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0
    result = result.slice(0, start) + blank(text.slice(start, end + comma)) + result.slice(end + comma)
  }
  return result
}

/** Lines stay where they are, for source maps and errors. */
const blank = (text: string): string => text.replace(/[^\n]/g, ' ')

function exportedObject(program: Node): Node | undefined {
  const declared = new Map<string, Node>()
  let exported: Node | undefined
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' && node['init']) {
      const name = nameOf(node['id'] as Node)
      if (name !== undefined) declared.set(name, node['init'] as Node)
    }
    if (node.type === 'ExportDefaultDeclaration') exported = node['declaration'] as Node
  })
  const resolve = (node: Node | undefined, depth = 0): Node | undefined => {
    if (!node || depth > 5) return undefined
    if (node.type === 'ObjectExpression') return node
    if (node.type === 'Identifier') return resolve(declared.get(node['name'] as string), depth + 1)
    if (node.type === 'CallExpression') return resolve((node['arguments'] as Node[])[0], depth + 1)
    return resolve(node['expression'] as Node | undefined, depth + 1)
  }
  return resolve(exported)
}

function nameOf(key: Node | undefined): string | undefined {
  return (key?.['name'] ?? key?.['value']) as string | undefined
}
