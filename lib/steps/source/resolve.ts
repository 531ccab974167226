import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve as resolvePath } from 'node:path'
import { parseSync } from 'oxc-parser'

/** The project file that a specifier means in the file `from`; null for a package or when there is none. */
export type Resolve = (from: string, specifier: string) => string | null

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']
/** TypeScript sources are imported by the name of what they compile to. */
const COMPILED: Record<string, readonly string[]> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

export function createResolver(root: string): Resolve {
  const known = new Map<string, string | null>()
  let aliases: readonly Alias[] | null = null

  return (from, specifier) => {
    const directory = dirname(from)
    const key = `${directory}\n${specifier}`
    const before = known.get(key)
    if (before !== undefined) return before
    aliases ??= readAliases(join(root, 'tsconfig.json'))
    const found = candidates(directory, specifier, aliases)
      .map(findFile)
      .find((path) => path !== null)
    known.set(key, found ?? null)
    return found ?? null
  }
}

function candidates(directory: string, specifier: string, aliases: readonly Alias[]): string[] {
  if (/^\.{1,2}(\/|$)/.test(specifier) || isAbsolute(specifier)) return [resolvePath(directory, specifier)]
  return aliases.flatMap(({ prefix, suffix, exact, targets }) => {
    if (exact ? specifier !== prefix : !(specifier.startsWith(prefix) && specifier.endsWith(suffix))) return []
    const rest = exact ? '' : specifier.slice(prefix.length, specifier.length - suffix.length)
    return targets.map((target) => target.replace('*', rest))
  })
}

function findFile(path: string): string | null {
  if (isFile(path)) return path
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0]
  const compiled = extension ? (COMPILED[extension] ?? []).map((other) => path.slice(0, -extension.length) + other) : []
  const added = EXTENSIONS.map((other) => path + other)
  const index = EXTENSIONS.map((other) => join(path, `index${other}`))
  return [...compiled, ...added, ...index].find(isFile) ?? null
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

interface Alias {
  readonly prefix: string
  readonly suffix: string
  readonly exact: boolean
  readonly targets: readonly string[]
}

interface TsConfig {
  readonly extends?: string | readonly string[]
  readonly compilerOptions?: { readonly baseUrl?: string; readonly paths?: Record<string, readonly string[]> }
}

/** `compilerOptions.paths` and `baseUrl` of the project (https://www.typescriptlang.org/tsconfig/#paths). */
function readAliases(file: string): Alias[] {
  const config = readJsonWithComments(file) as TsConfig | null
  if (!config) return []
  const directory = dirname(file)
  const { baseUrl, paths } = config.compilerOptions ?? {}
  const base = resolvePath(directory, baseUrl ?? '.')
  const own = Object.entries(paths ?? {}).map(([pattern, targets]) => {
    const [prefix = '', suffix] = pattern.split('*')
    return {
      prefix,
      suffix: suffix ?? '',
      exact: suffix === undefined,
      targets: targets.map((target) => resolvePath(base, target)),
    }
  })
  if (baseUrl) own.push({ prefix: '', suffix: '', exact: false, targets: [join(base, '*')] })
  if (own.length > 0) return own
  return [config.extends ?? []]
    .flat()
    .filter((parent) => parent.startsWith('.'))
    .flatMap((parent) => readAliases(resolvePath(directory, parent.endsWith('.json') ? parent : `${parent}.json`)))
}

/** tsconfig.json allows comments and trailing commas: it is read as the JavaScript expression that it is. */
function readJsonWithComments(file: string): unknown {
  if (!isFile(file)) return null
  const { program } = parseSync('tsconfig.js', `(${readFileSync(file, 'utf8')}\n)`, { preserveParens: false })
  const [statement] = program.body
  return statement?.type === 'ExpressionStatement' ? literal(statement.expression) : null
}

function literal(node: { readonly type: string }): unknown {
  const any = node as { type: string; value?: unknown; elements?: never[]; properties?: never[] }
  if (any.type === 'Literal') return any.value
  if (any.type === 'ArrayExpression') return (any.elements ?? []).map((item) => literal(item))
  if (any.type !== 'ObjectExpression') return null
  return Object.fromEntries(
    (any.properties ?? []).map((item: { key: { value: string }; value: { type: string } }) => [
      item.key.value,
      literal(item.value),
    ]),
  )
}
