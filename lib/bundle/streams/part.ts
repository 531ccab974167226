import { type Node, parse, walk } from '../code/syntax.ts'

/**
 * A file whose exported object (`config` or the default) has nothing but one property left: the gateway needs no schema
 * of a stream, and no plugin or adapter of a `motia.config`, nor what those import. An export that is no object literal
 * stays as it is.
 */
export function onlyProperty(file: string, text: string, wanted: string): string {
  const program = parse(file, text)
  const object = program && exportedObject(program)
  if (!object) return text
  const properties = object['properties'] as Node[]
  const others = properties.filter((property) => nameOf(property['key'] as Node | undefined) !== wanted)
  if (others.length === properties.length) return text
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
  let whole: Node | undefined
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' && node['init']) {
      const name = nameOf(node['id'] as Node)
      if (name !== undefined) declared.set(name, node['init'] as Node)
    }
    if (node.type === 'ExportDefaultDeclaration') whole = node['declaration'] as Node
  })
  const resolve = (node: Node | undefined, depth = 0): Node | undefined => {
    if (!node || depth > 5) return undefined
    if (node.type === 'ObjectExpression') return node
    if (node.type === 'Identifier') return resolve(declared.get(node['name'] as string), depth + 1)
    if (node.type === 'CallExpression') return resolve((node['arguments'] as Node[])[0], depth + 1)
    return resolve(node['expression'] as Node | undefined, depth + 1)
  }
  return resolve(whole ?? declared.get('config'))
}

function nameOf(key: Node | undefined): string | undefined {
  return (key?.['name'] ?? key?.['value']) as string | undefined
}
