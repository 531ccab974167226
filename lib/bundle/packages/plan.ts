import { sha256 } from '../assets/contents.ts'
import { packageOf } from '../resolve/package-name.ts'
import { type Facade, importFacade, loadFacade, requireFacade } from './facade.ts'
import type { GroupPackages } from './groups.ts'
import { markerOf, mentionsPackages, type PackageReference } from './reference.ts'
import { rewrite } from './rewrite.ts'
import { type Usage, usageOf } from './usage.ts'

/** A file of packages to make. */
export interface PackageEntry {
  /** Without extension; says what is in it. */
  readonly name: string
  readonly facades: readonly Facade[]
}

/** Files of packages that are bundled together, for they may share modules. */
export type PackagePlan = readonly PackageEntry[]

/** A Step's outputs, importing its packages from files beside them, and the plans for those files. */
export interface LinkedCode {
  readonly outputs: ReadonlyMap<string, string>
  readonly plans: readonly PackagePlan[]
}

/**
 * Says which files of packages a Step needs and makes its outputs import them. A plan names what is used of each package
 * and nothing else: Steps that use the same share the work and the files, and no other Step can change them.
 */
export function link(outputs: ReadonlyMap<string, string>, group: GroupPackages): LinkedCode {
  const usages = new Map<string, Usage>()
  for (const [name, text] of outputs) {
    if (name.endsWith('.mjs') && mentionsPackages(text)) usages.set(name, usageOf(text))
  }
  const groups = group(referencesOf([...usages.values()]))
  const groupOf = new Map(groups.flatMap((members, index) => members.map((member) => [markerOf(member), index])))
  const plans = groups.map(() => new Map<string, PackageEntry>())
  const linked = new Map(outputs)
  for (const [name, usage] of usages) {
    const files = new Map<string, string>()
    for (const [index, plan] of plans.entries()) {
      const within = (reference: PackageReference) => groupOf.get(markerOf(reference)) === index
      const facades = startFacades(usage, within)
      if (facades.length > 0) {
        const entry = addEntry(plan, facades)
        for (const facade of facades) files.set(markerOf(facade.package), entry.name)
      }
      for (const { kind, package: reference } of usage.loads) {
        if (kind !== 'import' || !within(reference)) continue
        files.set(`import ${markerOf(reference)}`, addEntry(plan, [loadFacade(reference)]).name)
      }
    }
    linked.set(name, rewrite(outputs.get(name)!, usage, files))
  }
  return { outputs: linked, plans: plans.map((plan) => [...plan.values()].sort(byName)) }
}

function referencesOf(usages: readonly Usage[]): PackageReference[] {
  const all = usages.flatMap(({ imports, loads }) => [...imports, ...loads].map((use) => use.package))
  return [...new Map(all.map((reference) => [markerOf(reference), reference])).values()]
}

/** What a file needs when it starts, of some of its packages. */
function startFacades({ imports, loads }: Usage, within: (reference: PackageReference) => boolean): Facade[] {
  const imported = imports.filter((entry) => within(entry.package))
  // Steps that import the same in another order are to share it; where a package is imported for its effect alone, others
  // may rely on that, and the author's order stands.
  const forEffect = imported.some(({ statements }) => statements.every(({ bindings }) => bindings.length === 0))
  if (!forEffect) imported.sort((a, b) => (markerOf(a.package) < markerOf(b.package) ? -1 : 1))
  const required = loads.filter((load) => load.kind === 'require' && within(load.package))
  const distinct = new Map(required.map((load) => [markerOf(load.package), load.package]))
  const requireFacades = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => requireFacade(found))
  return [...imported.map(importFacade), ...requireFacades]
}

/** Names the file by what is in it: two files of a Step that use the same share it. */
function addEntry(plan: Map<string, PackageEntry>, facades: readonly Facade[]): PackageEntry {
  const safe = packageOf(facades[0]!.package.resolved)!
    .name.replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
  const name = `package-${safe}-${sha256(JSON.stringify(facades)).slice(0, 8)}`
  const entry = plan.get(name) ?? { name, facades }
  plan.set(name, entry)
  return entry
}

const byName = (a: PackageEntry, b: PackageEntry) => (a.name < b.name ? -1 : 1)
