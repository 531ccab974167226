import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { loadedFiles } from '../source/loads.ts'
import type { Modules } from '../source/modules.ts'
import { type Evaluated, evaluateConfigs } from './evaluate.ts'
import type { StepSource } from './locate.ts'
import { type Slices, sliceConfigs } from './slice.ts'

const SOURCE = /\.[cm]?[jt]sx?$/

/** `meanwhile` is called when the configs are evaluated in their process, and this one would only wait. */
export type Evaluator = (steps: readonly StepSource[], meanwhile: () => void) => Promise<Evaluated[]>

/**
 * Evaluates configs and remembers them: after an edit only those whose slice changed are evaluated anew, so an edit of
 * a handler starts neither a bundler nor a process.
 */
export function createEvaluator(modules: Modules): Evaluator {
  let known = new Map<string, { readonly fingerprint: string; readonly result: Evaluated }>()

  return async (steps, meanwhile) => {
    const slices = sliceConfigs(modules, steps)
    const installed = fingerprintOfFiles([join(modules.root, 'package.json'), join(modules.root, 'package-lock.json')])
    const digest = digests(slices)
    const fingerprints = steps.map((step) => installed + fingerprint(modules, slices, digest, step))
    const stale = steps.filter((step, index) => known.get(step.module.path)?.fingerprint !== fingerprints[index])
    const fresh = new Map(zip(stale, await evaluateConfigs(modules, stale, meanwhile)))
    const results = steps.map((step) => fresh.get(step) ?? known.get(step.module.path)!.result)
    known = new Map(
      results.flatMap((result, index) =>
        isLasting(result) ? [[steps[index]!.module.path, { fingerprint: fingerprints[index]!, result }]] : [],
      ),
    )
    return results
  }
}

/** A hash of what is kept of a file, made once: many Steps share a file. */
function digests(slices: Slices): (path: string) => string {
  const known = new Map<string, string>()
  return (path) => {
    const found = known.get(path) ?? createHash('sha256').update(slices.essence(path)).digest('base64')
    known.set(path, found)
    return found
  }
}

/** What depends on more than its slice is evaluated each time. */
function isLasting(result: Evaluated): boolean {
  return 'config' in result && result.whole === undefined
}

/** Everything of the project that the Step's config can depend on. */
function fingerprint(modules: Modules, slices: Slices, digest: (path: string) => string, step: StepSource): string {
  const kept = new Set(slices.paths())
  const seen = new Set([step.module.path])
  const parts: string[] = []
  for (const path of seen) {
    parts.push(path, digest(path))
    for (const file of loadedFiles(modules, modules.load(path))) {
      if (!SOURCE.test(file)) parts.push(fingerprintOfFiles([file]))
      else if (kept.has(file)) seen.add(file)
    }
  }
  return parts.join('\n')
}

function fingerprintOfFiles(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const stats = statSync(path, { throwIfNoEntry: false })
      return `${path} ${stats?.mtimeMs} ${stats?.size}\n`
    })
    .join('')
}

function zip<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.map((item, index) => [item, second[index]!])
}
