import { availableParallelism } from 'node:os'
import type { Store, Stored } from '../assets/store.ts'
import { bundlePackages, bundleTogether, type PackageOptions, type PackagesData, storedPackages } from './bundle.ts'
import { limit } from './limit.ts'
import type { PackagePlan } from './plan.ts'

/** Bundles what Steps use of packages, each plan once. */
export type PackageBundler = (plan: PackagePlan) => Promise<Stored<PackagesData>>

/** Plans of the same packages, each for other names of them. */
interface Family {
  readonly first: Promise<Stored<PackagesData>>
  /** Those that wait for a turn and can have it together. */
  waiting: Batch | undefined
}

interface Batch {
  readonly plans: PackagePlan[]
  readonly made: Promise<ReadonlyMap<PackagePlan, Stored<PackagesData>>>
}

/** More would be kept in memory at once than is worth it: with source maps a file may take a megabyte. */
const mostTogether = 25

/** The first plan of a family shows whether one file comes of it; the others are bundled together then. */
export function createPackageBundler(options: PackageOptions, store: Store): PackageBundler {
  const known = new Map<string, Promise<Stored<PackagesData>>>()
  const families = new Map<string, Family>()
  const inTurn = limit(availableParallelism())

  const alone = (plan: PackagePlan) => inTurn(() => bundlePackages(plan, options, store))

  const begin = (family: Family): Batch => {
    const plans: PackagePlan[] = []
    const made = inTurn(async () => {
      // All that waited for the first plan are here after that.
      await undefined
      if (family.waiting?.plans === plans) family.waiting = undefined
      if (plans.length === 1) return new Map()
      // What is wrong is said by each alone.
      return bundleTogether(plans, options, store).catch(() => new Map())
    })
    return { plans, made }
  }

  const make = async (plan: PackagePlan): Promise<Stored<PackagesData>> => {
    const stored = storedPackages(plan, options, store)
    if (stored) return stored
    const [entry, ...others] = plan
    if (!entry || others.length > 0) return alone(plan)
    const packages = entry.facades.map((facade) => facade.package.resolved).join('\n')
    const family = families.get(packages)
    if (!family) {
      const first = alone(plan)
      families.set(packages, { first, waiting: undefined })
      return first
    }
    const first = await family.first.catch(() => undefined)
    if (!first || !isOneFile(first)) return alone(plan)
    if (!family.waiting || family.waiting.plans.length === mostTogether) family.waiting = begin(family)
    family.waiting.plans.push(plan)
    return (await family.waiting.made).get(plan) ?? alone(plan)
  }

  return (plan) => {
    const key = JSON.stringify(plan)
    const made = known.get(key) ?? make(plan)
    known.set(key, made)
    return made
  }
}

function isOneFile({ contents, data }: Stored<PackagesData>): boolean {
  return [...contents.keys()].filter((path) => path.endsWith('.mjs')).length === 1 && data.native.length === 0
}
