import { availableParallelism } from 'node:os'
import type { Finding, Step } from '../steps/model.ts'
import type { Content, Contents } from './assets/contents.ts'
import type { Stored } from './assets/store.ts'
import { type Store, stampFile } from './assets/store.ts'
import { runningTrigger } from './code/entry.ts'
import { findingsOfPackages } from './code/messages.ts'
import { minify } from './code/minify.ts'
import { withPrelude } from './code/prelude.ts'
import { bundleProjectCode, type StepCode } from './code/project.ts'
import { readsOfFiles } from './files/reads.ts'
import type { LanguageResult, StepFunction } from './function.ts'
import type { BundleOptions } from './model.ts'
import { bundlePackages, type PackagesData } from './packages/bundle.ts'
import { type GroupPackages, groupPackages } from './packages/groups.ts'
import { limit } from './packages/limit.ts'
import { link, type PackagePlan } from './packages/plan.ts'
import { adapterFile, bundleRuntime, RUNTIME_INDEX, type RuntimeBundle } from './runtime/bundle.ts'
import type { RuntimeLocation } from './runtime/location.ts'

/** Bundles Node Steps, and only those again whose files changed since the last call. */
export type NodeBundler = (steps: readonly Step[], store: Store) => Promise<LanguageResult>

export function createNodeBundler(root: string, options: BundleOptions, location: RuntimeLocation): NodeBundler {
  const { dev = false, sourceMaps = false } = options
  const shape = { minify: options.minify ?? false, sourceMaps }
  const known = new Map<string, Known>()
  const readsOf = readsOfFiles(root)
  const group = groupPackages(root)

  return async (steps, store) => {
    const stale = steps.filter((step) => !isCurrent(known.get(step.file), step))
    const [runtime, { code, findings }] = await Promise.all([
      bundleRuntime(location, shape, store),
      bundleProjectCode(stale, {
        root,
        packages: dev ? 'installed' : 'markers',
        sourceMaps,
        define: options.define ?? {},
      }),
    ])
    for (const [step, stepCode] of code) {
      known.set(step.file, { identity: identityOf(step), stamps: stampsOf(stepCode.inputs), code: stepCode })
    }
    if (findings.length > 0) return { functions: [], findings, watched: [] }

    const plans = new Map<string, Promise<Stored<PackagesData>>>()
    const oneByOne = limit(availableParallelism())
    const packagesOf = (plan: PackagePlan) => {
      const key = JSON.stringify(plan)
      const made = plans.get(key) ?? oneByOne(() => bundlePackages(plan, { root, ...shape }, store))
      plans.set(key, made)
      return made
    }
    const results = await Promise.all(
      steps.map(async (step): Promise<StepFunction | Finding[]> => {
        const entry = known.get(step.file)!
        entry.linked ??= linked(entry.code, group, shape)
        const { outputs, plans } = await entry.linked
        try {
          const packages = await Promise.all(plans.map(packagesOf))
          const contents = new Map<string, Content>([
            ...[...outputs].map(([name, text]) => [name, { kind: 'text', text } as const] as const),
            ...packages.flatMap(({ contents }) => [...contents]),
            ...runtimeFiles(runtime, step, outputs),
          ])
          return {
            step,
            contents,
            inputs: entry.code.inputs,
            reads: readsOf(entry.code.inputs),
            native: packages.flatMap(({ data }) => data.native),
          }
        } catch (error) {
          return findingsOfPackages(error, step, entry.code.inputs, root)
        }
      }),
    )
    return {
      functions: results.filter((result): result is StepFunction => !Array.isArray(result)),
      findings: results.flatMap((result) => (Array.isArray(result) ? result : [])),
      watched: [],
    }
  }
}

interface Known {
  readonly identity: string
  readonly stamps: ReadonlyMap<string, string>
  readonly code: StepCode
  linked?: Promise<Linked>
}

interface Linked {
  readonly outputs: ReadonlyMap<string, string>
  readonly plans: readonly PackagePlan[]
}

/** All of a Step that its entry is made from. */
function identityOf(step: Step): string {
  return JSON.stringify([step.name, step.file, step.dialect, runningTrigger(step)?.type])
}

function stampsOf(inputs: readonly string[]): Map<string, string> {
  return new Map(inputs.map((path) => [path, stampFile(path)]))
}

function isCurrent(known: Known | undefined, step: Step): boolean {
  if (known?.identity !== identityOf(step)) return false
  return [...known.stamps].every(([path, stamp]) => stampFile(path) === stamp)
}

async function linked(
  code: StepCode,
  group: GroupPackages,
  shape: { minify: boolean; sourceMaps: boolean },
): Promise<Linked> {
  const { outputs, plans } = link(code.outputs, group)
  const finished = new Map<string, string>()
  for (const [name, text] of shape.minify ? await minify(outputs) : outputs) {
    const map = outputs.has(`${name}.map`) ? `//# sourceMappingURL=${name}.map\n` : ''
    finished.set(name, name.endsWith('.mjs') ? withPrelude(text, shape.sourceMaps && name === 'index.mjs') + map : text)
  }
  return { outputs: finished, plans }
}

function runtimeFiles(runtime: RuntimeBundle, step: Step, outputs: ReadonlyMap<string, string>): Contents {
  const entries = [adapterFile(runningTrigger(step)!.type)]
  const imports = JSON.stringify(`./${RUNTIME_INDEX}`)
  if ([...outputs.values()].some((text) => text.includes(imports))) entries.push(RUNTIME_INDEX)
  return runtime.files(entries)
}
