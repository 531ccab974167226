import type { SourceModule } from './module.ts'
import type { Modules } from './modules.ts'
import { references } from './references.ts'
import { hasLoads, loadedModules } from './require.ts'

/** A specifier that the code of `module` loads when it runs; imports of types alone are not. */
export interface Load {
  readonly specifier: string
  readonly offset: number
}

const SOURCE = /\.[cm]?[jt]sx?$/

/** The project's sources that a module loads when it runs. */
export function loadedSources(modules: Modules, module: SourceModule): string[] {
  return loadedFiles(modules, module).filter((path) => SOURCE.test(path))
}

/** All of the project's files that it loads, JSON and text too. */
export function loadedFiles(modules: Modules, module: SourceModule): string[] {
  return loadsOf(module)
    .map(({ specifier }) => modules.resolve(module.path, specifier))
    .filter((path) => path !== null)
}

const known = new WeakMap<SourceModule, Load[]>()

export function loadsOf(module: SourceModule): Load[] {
  const before = known.get(module)
  if (before) return before
  const loads = findLoads(module)
  known.set(module, loads)
  return loads
}

function findLoads(module: SourceModule): Load[] {
  const calls = hasLoads(module.text)
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
    const loaded = calls ? parts.flatMap((part) => loadedModules(part.node)) : []
    return [...reexported, ...loaded].map((specifier) => ({ specifier, offset }))
  })
}
