import { parseSync } from 'oxc-parser'

/** A node of the ESTree syntax tree; offsets are in UTF-16 units. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** The syntax tree of a file; undefined when it cannot be parsed (esbuild says why, with its place). */
export function parse(file: string, text: string): Node | undefined {
  const { program, errors } = parseSync(file, text)
  return errors.length > 0 ? undefined : (program as unknown as Node)
}

/** Visits every node, parents first. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent)
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, visit, node)
    } else if (isNode(value)) walk(value, visit, node)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}
