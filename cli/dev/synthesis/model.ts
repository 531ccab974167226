import type { PreparedSteps } from '../../../lib/constructs/props.ts'

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
