import type { BundleOptions, BundleResult } from '../../lib/bundle/index.ts'
import { createBundler } from '../../lib/bundle/index.ts'
import type { Language, Project } from '../../lib/steps/model.ts'

/** Bundles a project for runs on this machine, again and again. */
export interface LocalBundler {
  bundle(project: Project): Promise<BundleResult>
  dispose(): Promise<void>
}

/**
 * On Linux, what runs here is byte for byte what a deployment of this architecture would ship, with source maps beside
 * it. Elsewhere compiled packages are of another system, so packages stay where they are installed; those of Python come
 * from the virtual environment everywhere.
 */
export function createLocalBundler(root: string, outdir: string): LocalBundler {
  const empty: Project = { root, steps: [], streams: [], findings: [] }
  const options: BundleOptions = {
    outdir,
    minify: true,
    sourceMaps: true,
    architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
  }
  const bundlers = {
    node: createBundler(empty, { ...options, dev: process.platform !== 'linux' }),
    python: createBundler(empty, { ...options, dev: true }),
  } satisfies Record<Language, unknown>
  return {
    async bundle(project) {
      const of = (language: Language) => ({
        ...project,
        steps: project.steps.filter((step) => step.language === language),
        // Their gateway is Node's, whatever the language of their files.
        streams: language === 'node' ? project.streams : [],
      })
      const results = await Promise.all([bundlers.node.bundle(of('node')), bundlers.python.bundle(of('python'))])
      return {
        assets: results.flatMap((result) => result.assets),
        findings: results.flatMap((result) => result.findings),
        watched: results.flatMap((result) => result.watched),
      }
    },
    async dispose() {
      await Promise.all([bundlers.node.dispose(), bundlers.python.dispose()])
    },
  }
}
