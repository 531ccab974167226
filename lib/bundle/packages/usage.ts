import { parseSync } from 'oxc-parser'
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
  const { module } = parseSync('index.mjs', text)
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
  const members = membersOf(withoutStatements(text, statements), namespaces)
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

/**
 * The properties each name is used for; nothing for a name that is used in any other way. Read from the text, which is
 * esbuild's and so names nothing else alike: where a string or comment looks like a use, a little more is bundled, never less.
 */
function membersOf(text: string, names: ReadonlySet<string>): Map<string, readonly string[]> {
  const members = new Map<string, readonly string[]>()
  for (const name of names) {
    const used = new Set<string>()
    const use = new RegExp(
      `${NOT_WITHIN_NAME}${NOT_A_PROPERTY}${name.replaceAll('$', '\\$')}(?![\\w$])(\\.[\\w$]+)?`,
      'g',
    )
    for (const [, member] of text.matchAll(use)) used.add(member?.slice(1) ?? '*')
    if (!used.has('*')) members.set(name, [...used].sort())
  }
  return members
}

const NOT_WITHIN_NAME = '(?<![\\w$])'
/** A dot before it, unless it is the last of `...`. */
const NOT_A_PROPERTY = '(?<!(?<!\\.\\.)\\.)'

/** The text without its import statements and the comments that name files. */
function withoutStatements(text: string, statements: readonly { statement: { start: number; end: number } }[]): string {
  let rest = ''
  let at = 0
  for (const { statement } of statements) {
    rest += text.slice(at, statement.start)
    at = statement.end
  }
  return (rest + text.slice(at)).replace(/^\/\/ .*$/gm, '')
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
