import { createHash } from 'node:crypto'
import type { Step } from '../steps/model.ts'

/** Of the 500 resources of a stack; what is left is for those that the author adds. */
const plainBudget = 400
/** Mean number of Steps in a shard: 25 leave room for the uneven spread of a hash, at 9 resources and 5 parameters a Step. */
const stepsPerShard = 25

/** What a Step needs at most: `standing` holds data or identity and never moves by itself, `moving` is its function and what hangs on that. */
function resourcesOf(step: Step, alarms: boolean): { readonly standing: number; readonly moving: number } {
  let standing = 0
  let moving = 3 + (alarms ? 2 : 0)
  for (const trigger of step.triggers) {
    if (trigger.type === 'api') {
      standing += 1
      moving += 2
    } else if (trigger.type === 'event') {
      standing += 3 + trigger.subscribes.length + trigger.patterns.length
      moving += 1 + (alarms ? 2 : 0)
    } else if (trigger.type === 'cron') {
      standing += 2
      moving += 4 + (alarms ? 1 : 0)
    }
  }
  return { standing, moving }
}

/**
 * How many nested stacks the functions of these Steps take: 0 when all fits in one stack, then 16, 64, 256. The steps are
 * wide so that adding a Step moves no other; when the number does grow, functions move and nothing else does.
 */
export function shardCount(steps: readonly Step[], alarms: boolean): number {
  const total = steps.reduce((sum, step) => {
    const { standing, moving } = resourcesOf(step, alarms)
    return sum + standing + moving
  }, 0)
  if (total <= plainBudget) return 0
  let count = 16
  while (steps.length / count > stepsPerShard) count *= 4
  return count
}

/** The nested stack of a Step: depends on its name and the number of stacks alone. */
export function shardOf(step: string, count: number): number {
  return createHash('sha256').update(step).digest().readUInt32BE(0) % count
}
