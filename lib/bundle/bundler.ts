import { join, resolve } from 'node:path'
import type { Finding, Project, Step } from '../steps/model.ts'
import { removeUnused } from './assets/age.ts'
import { checkSize } from './assets/size.ts'
import { openStore } from './assets/store.ts'
import { writeAsset } from './assets/write.ts'
import { runningTrigger } from './code/entry.ts'
import { extraFiles } from './files/extra.ts'
import { writeFindings } from './files/writes.ts'
import type { BundleOptions, Bundler, StepAsset } from './model.ts'
import { nativeFiles } from './native/files.ts'
import { createNodeBundler } from './node.ts'
import { createPythonBundler } from './python/bundle.ts'
import { installedRuntime, type RuntimeLocation } from './runtime/location.ts'
import { bundleGateway } from './streams/gateway.ts'

/** {@link createBundler} with a run time that stands elsewhere. */
export function createBundlerWith(project: Project, options: BundleOptions, location: RuntimeLocation): Bundler {
  const root = resolve(project.root)
  const outdir = resolve(options.outdir)
  const bundleNode = createNodeBundler(root, options, location)
  const bundlePython = createPythonBundler(root, options, location)
  const writesOf = writeFindings(root)
  let current = project
  let isFirst = true

  return {
    async bundle(changed) {
      current = changed ?? current
      const { steps } = current
      const store = openStore(join(outdir, '.store'))
      const running = steps.filter((step) => runningTrigger(step))
      const [node, python, gateway] = await Promise.all([
        bundleNode(
          running.filter(({ language }) => language === 'node'),
          store,
        ),
        bundlePython(
          running.filter(({ language }) => language === 'python'),
          store,
        ),
        bundleGateway({ ...current, root }, { ...options, outdir }, location),
      ])
      const findings: Finding[] = [
        ...node.findings,
        ...python.findings,
        ...gateway.findings,
        ...writesOf(node.functions),
      ]
      const watched = new Set<string>([...node.watched, ...python.watched, ...gateway.watched])
      for (const { file } of running) watched.add(join(root, file))
      for (const { location } of findings) if (location) watched.add(join(root, location.file))
      const assets = new Map<Step, StepAsset>()
      for (const made of [...node.functions, ...python.functions]) {
        const { step, contents, inputs, reads } = made
        const extra = extraFiles(root, step, reads)
        const native = await nativeFiles({ ...made, root }, options.architecture ?? 'arm64', store, outdir)
        findings.push(...extra.findings, ...native.findings)
        const all = new Map([...extra.files, ...native.files, ...contents])
        const tooLarge = checkSize(step, all)
        findings.push(...tooLarge)
        if (native.findings.length + tooLarge.length > 0) continue
        for (const path of [...inputs, ...[...extra.files.keys()].map((file) => join(root, file))]) watched.add(path)
        assets.set(step, writeAsset(outdir, step.name, 'index.handler', all))
      }
      if (isFirst) {
        // What is in the store took long to make, and an asset is made of it.
        removeUnused(outdir, 1, '.store')
        removeUnused(join(outdir, '.store'), 30)
        isFirst = false
      }
      const made = [...running.flatMap((step) => assets.get(step) ?? []), ...(gateway.asset ? [gateway.asset] : [])]
      return { assets: made, findings, watched: [...watched].sort() }
    },
    async dispose() {},
  }
}

export const createBundler = (project: Project, options: BundleOptions): Bundler =>
  createBundlerWith(project, options, installedRuntime)
