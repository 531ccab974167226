import { join } from 'node:path'
import type { Finding, Step } from '../steps/model.ts'
import type { Content, Contents, Text } from './assets/contents.ts'
import type { Store } from './assets/store.ts'
import { runningTrigger } from './code/entry.ts'
import { finish } from './code/finish.ts'
import { type KnownStep, type Linked, remember } from './code/known.ts'
import { findingsOfPackages } from './code/messages.ts'
import { bundleProjectCode } from './code/project.ts'
import { readsOfFiles } from './files/reads.ts'
import type { LanguageResult, StepFunction } from './function.ts'
import type { BundleOptions } from './model.ts'
import { createPackageBundler } from './packages/bundler.ts'
import { groupPackages } from './packages/groups.ts'
import { link } from './packages/plan.ts'
import { adapterFile, bundleRuntime, RUNTIME_INDEX, type RuntimeBundle } from './runtime/bundle.ts'
import type { RuntimeLocation } from './runtime/location.ts'

/** Bundles Node Steps, and only those again whose files changed since the last call. */
export type NodeBundler = (steps: readonly Step[], store: Store) => Promise<LanguageResult>

export function createNodeBundler(root: string, options: BundleOptions, location: RuntimeLocation): NodeBundler {
  const { dev = false, sourceMaps = false } = options
  const shape = { minify: options.minify ?? false, sourceMaps }
  const settings = ['package.json', 'tsconfig.json'].map((name) => join(root, name))
  const known = new Map<string, KnownStep>()
  const readsOf = readsOfFiles(root)
  const group = groupPackages(root)

  const linkStep = async (code: ReadonlyMap<string, string>): Promise<Linked> => {
    const { outputs, plans } = link(code, group)
    return { outputs: await finish(outputs, shape), plans }
  }

  const bundleCode = async (steps: readonly Step[]): Promise<readonly Finding[]> => {
    const start = Date.now()
    const { code, findings } = await bundleProjectCode(steps, {
      root,
      packages: dev ? 'installed' : 'markers',
      sourceMaps,
      define: options.define ?? {},
    })
    for (const { file } of steps) known.delete(file)
    for (const [step, { inputs, outputs }] of code) {
      known.set(step.file, remember(step, inputs, settings, start, linkStep(outputs)))
    }
    return findings
  }

  return async (steps, store) => {
    if (steps.length === 0) return { functions: [], findings: [], watched: [] }
    const packagesOf = createPackageBundler({ root, ...shape }, store)
    const [first, ...others] = steps.filter((step) => !known.get(step.file)?.isCurrent(step))
    const bundleFirst = async (): Promise<readonly Finding[]> => {
      const findings = first ? await bundleCode([first]) : []
      const linked = first && (await known.get(first.file)?.linked)
      // Most Steps use much the same packages, which take longest, so those of one are begun while the others are read. A
      // failure is reported where they are used.
      for (const plan of linked?.plans ?? []) packagesOf(plan).catch(() => undefined)
      return findings
    }
    const [runtime, ...found] = await Promise.all([
      bundleRuntime(location, shape, store),
      bundleFirst(),
      bundleCode(others),
    ])
    const bundled = steps.filter(({ file }) => known.has(file))
    const results = await Promise.all(
      bundled.map(async (step): Promise<StepFunction | Finding[]> => {
        const { inputs, linked } = known.get(step.file)!
        const { outputs, plans } = await linked
        try {
          const packages = await Promise.all(plans.map(packagesOf))
          const contents = new Map<string, Content>([
            ...outputs,
            ...packages.flatMap((made) => [...made.contents]),
            ...runtimeFiles(runtime, step, outputs),
          ])
          const native = packages.flatMap(({ data }) => data.native)
          return { step, contents, inputs, reads: readsOf(inputs), native }
        } catch (error) {
          return findingsOfPackages(error, step, inputs, root)
        }
      }),
    )
    return {
      functions: results.filter((result): result is StepFunction => !Array.isArray(result)),
      findings: [...found.flat(), ...results.flatMap((result) => (Array.isArray(result) ? result : []))],
      watched: settings,
    }
  }
}

function runtimeFiles(runtime: RuntimeBundle, step: Step, outputs: ReadonlyMap<string, Text>): Contents {
  const entries = [adapterFile(runningTrigger(step)!.type)]
  const path = `./${RUNTIME_INDEX}`
  if ([...outputs.values()].some(({ text }) => text.includes(path))) entries.push(RUNTIME_INDEX)
  return runtime.files(entries)
}
