import type { Finding, Project } from '../steps/model.ts'

/** The asset of a project with streams that is no Step's: what their WebSocket API calls. */
export const STREAMS_GATEWAY = 'streams gateway'

/** What the bundler makes of a Step: a folder that becomes its function's code. */
export interface StepAsset {
  readonly step: string
  /** Absolute path of the folder with all that the function holds; nothing else is in it. */
  readonly directory: string
  /** Lambda's `Handler` setting, as `index.handler`. */
  readonly handler: string
  /** Hash of the folder's contents; changes only when what it holds changes. */
  readonly hash: string
  /** Bytes, uncompressed. */
  readonly size: number
}

/** The processor a function runs on. */
export type Architecture = 'arm64' | 'x86_64'

export interface BundleOptions {
  /** Folder for the assets; they are named by content and used again by later runs. */
  readonly outdir: string
  /**
   * Leaves packages where they are installed, for runs on this machine: a rebuild is a few milliseconds.
   * @default false
   */
  readonly dev?: boolean
  /** @default false */
  readonly minify?: boolean
  /**
   * Puts source maps into the assets, so that stack traces name the author's lines.
   * @default false
   */
  readonly sourceMaps?: boolean
  /**
   * What native packages and Python wheels are chosen for.
   * @default 'arm64'
   */
  readonly architecture?: Architecture
  /**
   * Of the Lambda runtime that Python Steps run on.
   * @default '3.13'
   */
  readonly pythonVersion?: string
  /** Identifiers to replace by JavaScript expressions, as in esbuild: `{ 'process.env.STAGE': '"prod"' }`. */
  readonly define?: Readonly<Record<string, string>>
}

export interface BundleResult {
  /** One for each Step that runs and has no error, in the project's order, and {@link STREAMS_GATEWAY} where there are streams. */
  readonly assets: readonly StepAsset[]
  readonly findings: readonly Finding[]
  /** Absolute paths of the project files whose change changes an asset. */
  readonly watched: readonly string[]
}

/** A bundler that keeps what it parsed, for the dev loop. */
export interface Bundler {
  /** Bundles again; `project` replaces the one given before, as after a re-read of the configs. */
  bundle(project?: Project): Promise<BundleResult>
  dispose(): Promise<void>
}
