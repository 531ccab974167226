/**
 * Steps and bundles in, cloud assembly out. Loading the CDK takes as long as reading and bundling the Steps do, so a
 * synthesis may begin before they are known.
 */
import type { PreparedSteps } from '../../../lib/constructs/props.ts'
import { findCdkApp, runCdkApp } from './cdk-app.ts'
import { createOwnApp } from './own-app.ts'

export { relink } from './relink.ts'
export { stackOf } from './stack.ts'

export interface Synthesizer {
  /** Loads the CDK meanwhile; `outdir` is there and empty. */
  begin(outdir: string): Synthesis
  close(): Promise<void>
}

/** A synthesis that waits for its Steps. */
export interface Synthesis {
  /** Resolves when the assembly is written. @throws {UsageError} with what the CDK app says when it fails */
  finish(prepared: PreparedSteps): Promise<void>
  /** There is nothing to synthesize: the Steps are broken. */
  abandon(): void
}

/**
 * Synthesizes a project's template: with its own CDK app where a cdk.json names one, so that what runs here is what
 * `cdk deploy` ships, else with one `StepsApp` in one stack.
 */
export function createSynthesizer(root: string, name: string): Synthesizer {
  const app = findCdkApp(root)
  return app ? { begin: (outdir) => runCdkApp(app, outdir), close: async () => {} } : createOwnApp(root, name)
}
