/**
 * Steps and bundles in, cloud assembly out. Loading the CDK takes as long as reading and bundling the Steps do, so a
 * synthesis may begin before they are known.
 */
import { findCdkApp, runCdkApp } from './cdk-app.ts'
import type { Synthesizer } from './model.ts'
import { createOwnApp } from './own-app.ts'

export type { Synthesis, Synthesizer } from './model.ts'
export { relink } from './relink.ts'
export { stackOf } from './stack.ts'

/**
 * Synthesizes a project's template: with its own CDK app where a cdk.json names one, so that what runs here is what
 * `cdk deploy` ships, else with one `StepsApp` in one stack.
 */
export function createSynthesizer(root: string, name: string): Synthesizer {
  const app = findCdkApp(root)
  return app ? { begin: (outdir) => runCdkApp(app, root, outdir), close: async () => {} } : createOwnApp(root, name)
}
