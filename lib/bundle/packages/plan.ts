import { sha256 } from '../assets/contents.ts'
import { markerOf, mentionsPackages, type PackageReference } from './reference.ts'
import { type Binding, type Import, type Usage, usageOf } from './usage.ts'

/** A package as one file of a Step uses it: the text of a module that gives just that. */
export interface Facade {
  readonly package: PackageReference
  readonly text: string
}

/** A file of packages to make: what it gives is named by the facades in it. */
export interface PackageEntry {
  /** Without extension: `packages`. */
  readonly name: string
  readonly facades: readonly Facade[]
}

/** A Step's outputs, importing its packages from files beside them, and those files. */
export interface LinkedCode {
  readonly outputs: ReadonlyMap<string, string>
  readonly entries: readonly PackageEntry[]
}

/**
 * Says which files of packages a Step needs and makes its outputs import them. The plan names what is used of each
 * package and nothing else: Steps that use the same share the work and the files, and no other Step can change them.
 */
export function link(outputs: ReadonlyMap<string, string>): LinkedCode {
  const linked = new Map<string, string>()
  const entries = new Map<string, PackageEntry>()
  for (const [name, text] of outputs) {
    if (!name.endsWith('.mjs') || !mentionsPackages(text)) {
      linked.set(name, text)
      continue
    }
    const usage = usageOf(text)
    const own = name === 'index.mjs' ? 'packages' : `packages-${name.replace(/\.mjs$/, '')}`
    const facades = facadesOf(usage)
    if (facades.length > 0) entries.set(own, { name: own, facades })
    for (const load of usage.loads) {
      if (load.kind === 'import') entries.set(loadedName(load.package), loadedEntry(load.package))
    }
    linked.set(name, rewrite(text, usage, own))
  }
  return { outputs: linked, entries: [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

/**
 * In alphabetical order, for Steps that import the same in another order are to share it; in the author's where a package
 * is imported for its effect alone, which others may rely on.
 */
function ordered(imports: readonly Import[]): readonly Import[] {
  const forEffect = imports.some(({ statements }) => statements.every(({ bindings }) => bindings.length === 0))
  if (forEffect) return imports
  return [...imports].sort((a, b) => (markerOf(a.package) < markerOf(b.package) ? -1 : 1))
}

function facadesOf(usage: Usage): Facade[] {
  const facades = ordered(usage.imports).map((entry) => ({ package: entry.package, text: importFacade(entry) }))
  const required = new Map(
    usage.loads.filter(({ kind }) => kind === 'require').map((load) => [markerOf(load.package), load.package]),
  )
  for (const [, reference] of [...required].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const specifier = JSON.stringify(reference.specifier)
    facades.push({
      package: reference,
      text: `export const ${exportName(reference, 'require()')} = () => require(${specifier})`,
    })
  }
  return facades
}

function importFacade({ package: reference, statements }: Import): string {
  const specifier = JSON.stringify(reference.specifier)
  const objects = new Map<string, Set<string>>()
  const whole = new Set<string>()
  for (const { name, members } of statements.flatMap(({ bindings }) => bindings)) {
    if (!members) whole.add(name)
    else objects.set(name, new Set([...(objects.get(name) ?? []), ...members]))
  }
  const lines = [...whole].sort().map((name) => {
    const as = exportName(reference, name)
    return name === '*' ? `export { all as ${as} }` : `export { ${quoted(name)} as ${as} } from ${specifier}`
  })
  for (const [name, members] of [...objects].sort()) {
    if (whole.has(name)) continue
    const properties = [...members].sort().map((member) => `get ${member}() { return all.${member} }`)
    lines.push(`export const ${exportName(reference, name)} = { ${properties.join(', ')} }`)
  }
  const namespace = whole.has('*') || lines.length > whole.size
  if (namespace) lines.unshift(`import * as all from ${specifier}`)
  return lines.length > 0 ? lines.join('\n') : `import ${specifier}`
}

/** The file for `import('package')`, loaded when the call is made. */
function loadedEntry(reference: PackageReference): PackageEntry {
  const text = `import * as all from ${JSON.stringify(reference.specifier)}; export { all as $ }`
  return { name: loadedName(reference), facades: [{ package: reference, text }] }
}

function loadedName(reference: PackageReference): string {
  const safe = reference.specifier.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')
  return `package-${safe}-${sha256(markerOf(reference)).slice(0, 8)}`
}

/** Unique among all packages of a Step, and the same in every Step. */
function exportName(reference: PackageReference, name: string): string {
  return `$${sha256(`${markerOf(reference)} ${name}`).slice(0, 12)}`
}

const quoted = (name: string) => (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name))

function rewrite(text: string, usage: Usage, own: string): string {
  const from = JSON.stringify(`./${own}.mjs`)
  const changes: { start: number; end: number; text: string }[] = []
  for (const { package: reference, statements } of usage.imports) {
    for (const { start, end, bindings } of statements)
      changes.push({ start, end, text: statement(reference, bindings, from) })
  }
  let extra = ''
  for (const { kind, package: reference, start, end } of usage.loads) {
    if (kind === 'import') {
      const path = JSON.stringify(`./${loadedName(reference)}.mjs`)
      changes.push({ start, end, text: `import(${path}).then((loaded) => loaded.$)` })
    } else {
      const name = exportName(reference, 'require()')
      changes.push({ start, end, text: `${name}()` })
      if (!extra.includes(name)) extra += `import { ${name} } from ${from};`
    }
  }
  let result = text
  for (const change of changes.sort((a, b) => b.start - a.start)) {
    result = result.slice(0, change.start) + change.text + result.slice(change.end)
  }
  return extra + result
}

function statement(reference: PackageReference, bindings: readonly Binding[], from: string): string {
  if (bindings.length === 0) return `import ${from};`
  const names = bindings.map(({ name, local }) => `${exportName(reference, name)} as ${local}`)
  return `import { ${names.join(', ')} } from ${from};`
}
