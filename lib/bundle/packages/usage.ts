import { parseSync } from 'oxc-parser'
import { type Node, walk } from '../code/syntax.ts'
import { type PackageReference, parseMarker, QUOTED_MARKER } from './reference.ts'

/** What one file takes of a package by `import` statements. */
export interface Import {
  readonly package: PackageReference
  /** Where each statement stands in the text. */
  readonly statements: readonly {
    readonly start: number
    readonly end: number
    readonly bindings: readonly Binding[]
  }[]
}

export interface Binding {
  /** An exported name, `default`, or `*` for the namespace. */
  readonly name: string
  readonly local: string
  /** Of a namespace: the properties it is used for, when it is used for nothing else. */
  readonly members: readonly string[] | undefined
}

/** A `import()` or `require()` of a package. */
export interface Load {
  readonly kind: 'import' | 'require'
  readonly package: PackageReference
  readonly start: number
  readonly end: number
}

/** What the text of a bundled file takes of packages. */
export interface Usage {
  readonly imports: readonly Import[]
  readonly loads: readonly Load[]
}

export function usageOf(text: string): Usage {
  const { module, program } = parseSync('index.mjs', text)
  const statements = module.staticImports.flatMap((statement) => {
    const reference = parseMarker(statement.moduleRequest.value)
    return reference ? [{ statement, reference }] : []
  })
  const namespaces = new Set(
    statements.flatMap(({ statement, reference }) =>
      statement.entries
        .filter(({ importName }) => isNamespace(reference, importName.name ?? importName.kind))
        .map(({ localName }) => localName.value),
    ),
  )
  const members = namespaces.size > 0 ? membersOf(program as unknown as Node, namespaces) : new Map()
  const imports = new Map<string, { package: PackageReference; statements: Import['statements'][number][] }>()
  for (const { statement, reference } of statements) {
    const key = statement.moduleRequest.value
    const entry = imports.get(key) ?? { package: reference, statements: [] }
    const bindings = statement.entries.map(({ importName, localName }) => ({
      name: importName.kind === 'Name' ? importName.name! : importName.kind === 'Default' ? 'default' : '*',
      local: localName.value,
      members: members.get(localName.value),
    }))
    entry.statements.push({ start: statement.start, end: statement.end, bindings })
    imports.set(key, entry)
  }
  return { imports: [...imports.values()], loads: loadsOf(text) }
}

/** `z` of zod is zod's own namespace; taken whole it is some five times of what a Step uses. */
function isNamespace({ specifier }: PackageReference, name: string): boolean {
  if (name === 'NamespaceObject') return true
  return /^zod(?:$|\/)/.test(specifier) && (name === 'z' || name === 'Default')
}

/** The properties each name is used for; nothing for a name that is used in any other way. */
function membersOf(program: Node, names: ReadonlySet<string>): Map<string, readonly string[]> {
  const members = new Map([...names].map((name) => [name, new Set<string>()]))
  walk(program, (node, parent) => {
    if (node.type !== 'Identifier' || !names.has(node['name'] as string)) return
    if (parent?.type.startsWith('Import')) return
    const name = node['name'] as string
    const property = parent?.type === 'MemberExpression' ? (parent['property'] as Node) : undefined
    if (property === node && !parent!['computed']) return
    if (parent?.type === 'Property' && parent['key'] === node && parent['value'] !== node && !parent['computed']) return
    if (property && property !== node && !parent!['computed']) members.get(name)?.add(property['name'] as string)
    else members.delete(name)
  })
  return new Map([...members].map(([name, used]) => [name, [...used].sort()]))
}

function loadsOf(text: string): Load[] {
  const loads: Load[] = []
  for (const match of text.matchAll(QUOTED_MARKER)) {
    const before = /(?:\b(import)|\b(?:__require|require))\($/.exec(text.slice(0, match.index))
    const reference = parseMarker(match[1]!)
    if (!before || !reference || text[match.index + match[0].length] !== ')') continue
    loads.push({
      kind: before[1] ? 'import' : 'require',
      package: reference,
      start: before.index,
      end: match.index + match[0].length + 1,
    })
  }
  return loads
}
