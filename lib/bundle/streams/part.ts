import { type Node, parse, walk } from '../code/syntax.ts'

/** What of a file's exported object the gateway is for, and what goes with it. */
export interface Part {
  readonly wanted: string
  needs(property: string): boolean
}

/** Of a stream no schema and no storage; what else is there, its `canAccess` may look at. */
export const canAccess: Part = { wanted: 'canAccess', needs: (name) => name !== 'schema' && name !== 'baseConfig' }
/** Of a `motia.config` no plugin or adapter. */
export const streamAuth: Part = { wanted: 'streamAuth', needs: (name) => name === 'streamAuth' }

/**
 * A file whose exported object (`config` or the default) has lost the properties that a part does not need, and so what those
 * import. An object that does not itself have the wanted property, and an export that is none, stay as they are.
 */
export function onlyPart(file: string, text: string, { wanted, needs }: Part): string {
  const program = parse(file, text)
  const object = program && exportedObject(program)
  if (!object) return text
  const properties = object['properties'] as Node[]
  if (!properties.some((property) => nameOf(property) === wanted)) return text
  const others = properties.filter((property) => !needs(nameOf(property) ?? wanted))
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
      const { name } = node['id'] as Node
      if (typeof name === 'string') declared.set(name, node['init'] as Node)
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

/** Undefined of what may have any name: a spread, a computed key. */
function nameOf({ type, key, computed }: Node): string | undefined {
  if (type !== 'Property' || computed) return undefined
  const { name, value } = key as Node
  return (name ?? value) as string | undefined
}
