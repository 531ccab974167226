import { sha256 } from '../assets/contents.ts'
import { markerOf, type PackageReference } from './reference.ts'
import type { Import } from './usage.ts'

/** A package as one file of a Step uses it: the text of a module that gives just that. */
export interface Facade {
  readonly package: PackageReference
  readonly text: string
}

/** What stands for `require(package)` among a facade's exports. */
export const REQUIRE = 'require()'

/** The name under which a facade gives an export of a package: unique among packages, the same in every Step. */
export function exportName(reference: PackageReference, name: string): string {
  return `$${sha256(`${markerOf(reference)} ${name}`).slice(0, 12)}`
}

/** Gives what `import` statements name. */
export function importFacade({ package: reference, statements }: Import): Facade {
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
  return { package: reference, text: lines.length > 0 ? lines.join('\n') : `import ${specifier}` }
}

/** Gives a function for what `require(package)` gives, evaluated at the call as there. */
export function requireFacade(reference: PackageReference): Facade {
  const specifier = JSON.stringify(reference.specifier)
  return { package: reference, text: `export const ${exportName(reference, REQUIRE)} = () => require(${specifier})` }
}

/** Gives, as `$`, what `import(package)` resolves to. */
export function loadFacade(reference: PackageReference): Facade {
  const specifier = JSON.stringify(reference.specifier)
  return { package: reference, text: `import * as all from ${specifier}; export { all as $ }` }
}

const quoted = (name: string) => (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name))
