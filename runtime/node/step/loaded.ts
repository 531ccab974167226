import type { Schema } from '../authoring/schema.ts'

/** What an adapter reads of a Step, whatever dialect it is written in. */
export interface LoadedStep {
  readonly name: string
  readonly config: StepConfig
  readonly handler: (...args: never[]) => unknown
}

/** The keys of a config that matter at run time. */
export interface StepConfig {
  readonly type: string
  readonly emits?: readonly (string | { readonly topic: string })[]
  readonly flows?: readonly string[]
  readonly subscribes?: readonly unknown[]
  readonly bodySchema?: Schema | null
  readonly querySchema?: Schema | null
  readonly input?: Schema | null
  readonly middleware?: readonly ((...args: never[]) => unknown)[]
  readonly validate?: string
}

/** What the generated entry of a function states. */
export interface AdaptOptions {
  readonly name: string
  readonly dialect: 'define-step' | 'motia'
}
