import { builtinModules } from 'node:module'
import { dirname } from 'node:path'
import type { Finding } from '../model.ts'
import { locationOf, type SourceModule } from '../source/module.ts'
import type { Modules } from '../source/modules.ts'
import { references } from '../source/references.ts'
import { loadedModules } from '../source/require.ts'

const BUILTIN = new Set(builtinModules)
const OURS = /^(motia-aws|motia|@motiadev\/core)(\/|$)/
const SOURCE = /\.[cm]?[jt]sx?$/

/** A specifier that the code of `module` loads when it runs; imports of types alone are not. */
interface Load {
  readonly specifier: string
  readonly offset: number
}

/** Packages and files that the module imports and that are not there. */
export function missingImports(modules: Modules, module: SourceModule): Finding[] {
  const seen = new Set<string>()
  return loadsOf(module).flatMap(({ specifier, offset }): Finding[] => {
    if (seen.has(specifier) || isPresent(modules, module, specifier)) return []
    seen.add(specifier)
    const local = specifier.startsWith('.')
    const name = packageName(specifier)
    const message = local
      ? `cannot find the file '${specifier}'`
      : `cannot find the package '${name}': run 'npm install ${name}'`
    const rule = local ? 'missing-file' : 'missing-package'
    return [{ severity: 'error', rule, message, location: locationOf(module, offset) }]
  })
}

/** The project files that the module loads, for the same question to them. */
export function importedFiles(modules: Modules, module: SourceModule): string[] {
  return loadsOf(module)
    .map(({ specifier }) => modules.resolve(module.path, specifier))
    .filter((path) => path !== null && SOURCE.test(path)) as string[]
}

const known = new WeakMap<SourceModule, Load[]>()

function loadsOf(module: SourceModule): Load[] {
  const before = known.get(module)
  if (before) return before
  const loads = findLoads(module)
  known.set(module, loads)
  return loads
}

function findLoads(module: SourceModule): Load[] {
  const used = new Set<string>()
  for (const { node, parts } of module.statements) {
    if (node.type === 'ImportDeclaration') continue
    for (const part of parts) for (const name of references(part.node)) used.add(name)
  }
  return module.statements.flatMap(({ node, parts }): Load[] => {
    const offset = node.start
    if (node.type === 'ImportDeclaration') {
      const bare = node.specifiers.length === 0
      const needed = bare || parts.some((part) => part.declares.some((name) => used.has(name)))
      return needed && node.importKind !== 'type' ? [{ specifier: node.source.value, offset }] : []
    }
    const reexported = parts.flatMap((part) => (part.import ? [part.import.source] : []))
    const loaded = parts.flatMap((part) => loadedModules(part.node))
    return [...reexported, ...loaded].map((specifier) => ({ specifier, offset }))
  })
}

function isPresent(modules: Modules, { path }: SourceModule, specifier: string): boolean {
  if (OURS.test(specifier) || BUILTIN.has(specifier) || /^(node:|#|data:|https?:)/.test(specifier)) return true
  if (modules.resolve(path, specifier)) return true
  if (specifier.startsWith('.')) return false
  return modules.hasPackage(dirname(path), packageName(specifier))
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
