import { join, resolve } from 'node:path'
import type { Finding, Project, Step } from '../steps/model.ts'
import { openStore } from './assets/store.ts'
import { writeAsset } from './assets/write.ts'
import { runningTrigger } from './code/entry.ts'
import type { BundleOptions, BundleResult, Bundler, StepAsset } from './model.ts'
import { createNodeBundler } from './node.ts'
import { installedRuntime, type RuntimeLocation } from './runtime/location.ts'

/** {@link createBundler} with a run time that stands elsewhere. */
export function createBundlerWith(project: Project, options: BundleOptions, location: RuntimeLocation): Bundler {
  const root = resolve(project.root)
  const outdir = resolve(options.outdir)
  const bundleNode = createNodeBundler(root, options, location)
  let steps = project.steps

  return {
    async bundle(changed) {
      if (changed) steps = changed.steps
      const store = openStore(join(outdir, '.store'))
      const running = steps.filter((step) => runningTrigger(step))
      const node = await bundleNode(
        running.filter(({ language }) => language === 'node'),
        store,
      )
      const findings: Finding[] = [...node.findings]
      const watched = new Set<string>()
      const assets = new Map<Step, StepAsset>()
      for (const { step, contents, inputs } of node.functions) {
        for (const input of inputs) watched.add(input)
        assets.set(step, writeAsset(outdir, step.name, 'index.handler', contents))
      }
      return {
        assets: running.flatMap((step) => assets.get(step) ?? []),
        findings,
        watched: [...watched].sort(),
      } satisfies BundleResult
    },
    async dispose() {},
  }
}

export const createBundler = (project: Project, options: BundleOptions): Bundler =>
  createBundlerWith(project, options, installedRuntime)
