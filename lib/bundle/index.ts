/**
 * Makes each Step's function code: `bundle` once, `createBundler` for a dev loop.
 *
 * A Step's asset depends on its own files and packages alone. esbuild's `splitting` over all Steps would be about as fast,
 * but a shared chunk then holds what any Step uses of a package, and modules move between chunks when a Step changes its
 * imports: an edit of one changes many. A call per Step has no such chunks and parses the same packages again for each.
 * So there are two passes:
 *
 * 1. `code/`: project code of all Steps in one call without splitting, packages left out. This is most of a dev rebuild.
 * 2. `packages/`: what each Step names of its packages is read from that output. Each distinct set of names is bundled
 *    once, shaken to just those names, split into what is needed at start and what is loaded later, kept in a store from
 *    run to run, and shared between assets by hard link. Packages that have no package in common are bundled apart, so
 *    that Steps that differ in zod alone share their AWS clients.
 *
 * The run time is bundled for itself (`runtime/`), Python Steps in `python/`, packages with compiled code in `native/`.
 */
import type { Project } from '../steps/model.ts'
import { createBundler } from './bundler.ts'
import type { BundleOptions, BundleResult } from './model.ts'

export type { Architecture, BundleOptions, BundleResult, Bundler, StepAsset } from './model.ts'
export { createBundler }

/**
 * Bundles every Step of a project that runs. What is wrong in a Step's code or packages is in the findings.
 *
 * @example
 * const { assets, findings } = await bundle(await readProject('.'), { outdir: '.motia/assets' })
 */
export async function bundle(project: Project, options: BundleOptions): Promise<BundleResult> {
  const bundler = createBundler(project, options)
  try {
    return await bundler.bundle()
  } finally {
    await bundler.dispose()
  }
}
