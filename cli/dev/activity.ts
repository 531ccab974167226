import type { EmulatorEvent } from '../../emulator/index.ts'

const bucket = 5_000
const buckets = 12

/** Counts of one Step's invocations. */
export interface StepActivity {
  readonly invocations: number
  readonly errors: number
  /** Invocations per 5 s over the last minute, oldest first. */
  readonly sparkline: readonly number[]
}

export interface Activity {
  record(event: EmulatorEvent): void
  of(step: string, now?: number): StepActivity
}

/** Counts invocations per Step from the emulator's events; constant memory per Step. */
export function createActivity(): Activity {
  const steps = new Map<string, { invocations: number; errors: number; slots: Map<number, number> }>()
  return {
    record(event) {
      if (event.type !== 'invocation.end') return
      const entry = steps.get(event.step) ?? { invocations: 0, errors: 0, slots: new Map<number, number>() }
      steps.set(event.step, entry)
      entry.invocations += 1
      if (event.error) entry.errors += 1
      const slot = Math.floor(event.time / bucket)
      entry.slots.set(slot, (entry.slots.get(slot) ?? 0) + 1)
      for (const old of entry.slots.keys()) if (old <= slot - buckets) entry.slots.delete(old)
    },
    of(step, now = Date.now()) {
      const entry = steps.get(step)
      const last = Math.floor(now / bucket)
      const sparkline = Array.from({ length: buckets }, (_, index) => entry?.slots.get(last - buckets + 1 + index) ?? 0)
      return { invocations: entry?.invocations ?? 0, errors: entry?.errors ?? 0, sparkline }
    },
  }
}
