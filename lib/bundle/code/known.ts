import type { Step } from '../../steps/model.ts'
import type { Text } from '../assets/contents.ts'
import { stampFile } from '../assets/store.ts'
import type { PackagePlan } from '../packages/plan.ts'
import { runningTrigger } from './entry.ts'

/** A Step as it was bundled last. */
export interface KnownStep {
  /** Absolute paths of the project files in it. */
  readonly inputs: readonly string[]
  readonly linked: Promise<Linked>
  isCurrent(step: Step): boolean
}

/** A Step's finished files but for its packages, and what those are. */
export interface Linked {
  readonly outputs: ReadonlyMap<string, Text>
  readonly plans: readonly PackagePlan[]
}

/**
 * Remembers a Step with the state of its files (`settings` are further ones). One that was written after `start`, while it
 * was read, is taken for changed the next time.
 */
export function remember(
  step: Step,
  inputs: readonly string[],
  settings: readonly string[],
  start: number,
  linked: Promise<Linked>,
): KnownStep {
  const identity = identityOf(step)
  const stamps = [...settings, ...inputs].map((path) => [path, stampFile(path, start)] as const)
  return {
    inputs,
    linked,
    isCurrent: (now) => identityOf(now) === identity && stamps.every(([path, stamp]) => stampFile(path) === stamp),
  }
}

/** All of a Step that its entry is made from. */
function identityOf(step: Step): string {
  return JSON.stringify([step.name, step.file, step.dialect, runningTrigger(step)?.type])
}
