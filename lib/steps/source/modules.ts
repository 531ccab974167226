import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { parseModule, type SourceModule } from './module.ts'
import type { Import, Part } from './parts.ts'
import { createResolver, type Resolve } from './resolve.ts'
import type { Node } from './syntax.ts'

/** An export followed through re-exports to the file that holds it. */
export interface Exported {
  readonly module: SourceModule
  readonly part: Part
}

/** The project's sources: parsed when first asked for, again when they changed. */
export interface Modules {
  readonly root: string
  load(path: string): SourceModule
  /** The project file that `specifier` means in `from`; null for a package. */
  readonly resolve: Resolve
  /** Forgets what changed on disk; true when anything did. */
  refresh(): void
  /** Whether a package of that name is installed for the files of `directory`. */
  hasPackage(directory: string, name: string): boolean
  exported(module: SourceModule, name: string): Exported | null
  /** The project file and export behind a local name that is imported; null when a package provides it. */
  imported(module: SourceModule, source: Import): Exported | null
}

interface Entry {
  readonly module: SourceModule
  readonly modified: number
  readonly size: number
}

const SOURCE = /\.[cm]?[jt]sx?$/

export function createModules(root: string): Modules {
  const entries = new Map<string, Entry>()
  const packages = new Map<string, boolean>()
  let resolve = createResolver(root)

  function load(path: string): SourceModule {
    const known = entries.get(path)
    if (known) return known.module
    const { mtimeMs, size } = statSync(path)
    const module = parseModule(path, relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'))
    entries.set(path, { module, modified: mtimeMs, size })
    return module
  }

  function target(module: SourceModule, specifier: string): SourceModule | null {
    const path = resolve(module.path, specifier)
    return path && SOURCE.test(path) ? load(path) : null
  }

  function exported(module: SourceModule, name: string, seen = new Set<string>()): Exported | null {
    const visit = `${module.path}\n${name}`
    if (seen.has(visit)) return null
    seen.add(visit)
    const part = module.exports.get(name) ?? (name === 'default' ? module.exports.get('=') : undefined)
    if (part) return part.import ? imported(module, part.import, seen) : local(module, part, seen)
    for (const source of module.stars) {
      const star = target(module, source)
      const found = star && exported(star, name, seen)
      if (found) return found
    }
    return null
  }

  /** `export { a as b }` leads on to what `a` is. */
  function local(module: SourceModule, part: Part, seen: Set<string>): Exported | null {
    const value: Node | undefined = part.value
    if (value?.type !== 'Identifier') return { module, part }
    const from = module.imports.get(value.name)
    if (from) return imported(module, from, seen)
    const declared = module.locals.get(value.name)
    return declared ? { module, part: declared } : { module, part }
  }

  function imported(module: SourceModule, source: Import, seen = new Set<string>()): Exported | null {
    const from = target(module, source.source)
    return from && source.imported !== '*' ? exported(from, source.imported, seen) : null
  }

  function hasPackage(directory: string, name: string): boolean {
    const key = `${directory}\n${name}`
    const found = packages.get(key) ?? findPackage(directory, name)
    packages.set(key, found)
    return found
  }

  /** As Node does (https://nodejs.org/api/modules.html#loading-from-node_modules-folders). */
  function findPackage(directory: string, name: string): boolean {
    if (existsSync(join(directory, 'node_modules', name)) || existsSync(join(directory, '.pnp.cjs'))) return true
    const parent = dirname(directory)
    return parent !== directory && hasPackage(parent, name)
  }

  return {
    root,
    load,
    hasPackage,
    resolve: (from, specifier) => resolve(from, specifier),
    exported: (module, name) => exported(module, name),
    imported: (module, source) => imported(module, source),
    refresh() {
      resolve = createResolver(root)
      packages.clear()
      for (const [path, entry] of entries) {
        const now = statSync(path, { throwIfNoEntry: false })
        if (now?.mtimeMs !== entry.modified || now.size !== entry.size) entries.delete(path)
      }
    },
  }
}
