/** Makes each Step's function code: `bundle` once, `createBundler` for a dev loop. */
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
