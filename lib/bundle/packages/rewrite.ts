import { exportName, REQUIRE } from './facade.ts'
import { markerOf, type PackageReference } from './reference.ts'
import type { Binding, Usage } from './usage.ts'

/**
 * Makes an output take its packages from files beside it: `files` gives their names by marker, and by `import <marker>` for
 * those loaded by `import()`. Lines stay where they were, for source maps.
 */
export function rewrite(text: string, usage: Usage, files: ReadonlyMap<string, string>): string {
  const pathOf = (key: string) => JSON.stringify(`./${files.get(key)}.mjs`)
  const changes: { start: number; end: number; text: string }[] = []
  for (const { package: reference, statements } of usage.imports) {
    for (const { start, end, bindings } of statements) {
      changes.push({ start, end, text: statement(reference, bindings, pathOf(markerOf(reference))) })
    }
  }
  const required = new Set<string>()
  for (const { kind, package: reference, start, end } of usage.loads) {
    if (kind === 'import') {
      const path = pathOf(`import ${markerOf(reference)}`)
      changes.push({ start, end, text: `import(${path}).then((loaded) => loaded.$)` })
    } else {
      const name = exportName(reference, REQUIRE)
      changes.push({ start, end, text: `${name}()` })
      required.add(`import { ${name} } from ${pathOf(markerOf(reference))};`)
    }
  }
  let result = text
  for (const change of changes.sort((a, b) => b.start - a.start)) {
    result = result.slice(0, change.start) + change.text + result.slice(change.end)
  }
  return [...required].join('') + result
}

function statement(reference: PackageReference, bindings: readonly Binding[], from: string): string {
  if (bindings.length === 0) return `import ${from};`
  const names = bindings.map(({ name, local }) => `${exportName(reference, name)} as ${local}`)
  return `import { ${names.join(', ')} } from ${from};`
}
