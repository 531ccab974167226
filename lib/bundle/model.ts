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
