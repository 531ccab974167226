import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageOf } from '../resolve/package-name.ts'
import { markerOf, type PackageReference } from './reference.ts'

/** Parts packages into those that have no package in common, so that each part can be bundled for itself. */
export type GroupPackages = (packages: readonly PackageReference[]) => readonly (readonly PackageReference[])[]

/** Which packages a package is made of is looked up once. */
export function groupPackages(root: string): GroupPackages {
  const closures = new Map<string, ReadonlySet<string>>()
  const closureOf = (reference: PackageReference): ReadonlySet<string> => {
    const start = join(root, packageOf(reference.resolved)!.folder)
    const closure = closures.get(start) ?? closureFrom(start)
    closures.set(start, closure)
    return closure
  }
  return (packages) => {
    let groups: { members: PackageReference[]; closure: Set<string> }[] = []
    for (const reference of [...packages].sort((a, b) => (markerOf(a) < markerOf(b) ? -1 : 1))) {
      const group = { members: [reference], closure: new Set(closureOf(reference)) }
      const apart = groups.filter(({ closure }) => [...group.closure].every((folder) => !closure.has(folder)))
      for (const other of groups) {
        if (apart.includes(other)) continue
        group.members = [...other.members, ...group.members]
        for (const folder of other.closure) group.closure.add(folder)
      }
      groups = [...apart, group]
    }
    return groups.map(({ members }) => members)
  }
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The folders of a package and of all that it can import. */
function closureFrom(start: string): Set<string> {
  const closure = new Set([start])
  for (const folder of closure) {
    const file = join(folder, 'package.json')
    if (!existsSync(file)) continue
    const { dependencies, optionalDependencies, peerDependencies }: Manifest = JSON.parse(readFileSync(file, 'utf8'))
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = findPackage(name, folder)
      if (found) closure.add(found)
    }
  }
  return closure
}

/** Where Node would find a package from a folder. */
function findPackage(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(folder)) return realpathSync(folder)
  const parent = dirname(from)
  return parent === from ? undefined : findPackage(name, parent)
}
