import type { Finding, Step, StreamDefinition } from './model.ts'

export interface ReadOptions {
  /** Folders to search, relative to the root; a file's name makes that file a Step. @default ['steps', 'src'], those that exist, else the root */
  readonly folders?: readonly string[]
  /** The Python that reads Python Steps. @default 'python3' */
  readonly python?: string
  /**
   * What becomes of Python Steps on a machine without Python: an error each, or a warning and the others go on alone.
   * @default 'refuse'
   */
  readonly withoutPython?: 'refuse' | 'leave out'
}

/** What a language's reader makes of its files. */
export interface Reading {
  readonly steps: readonly Step[]
  readonly streams: readonly StreamDefinition[]
  readonly streamAuth?: string
  readonly findings: readonly Finding[]
}
