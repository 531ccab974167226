import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../ports.ts'
import { createTimeline } from './timeline.ts'

/** Node's longest timer, ms; a longer one fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * The machine's time plus whatever {@link Clock.advance} added: a clock that runs by itself and can be moved forward.
 * Its timer keeps no process alive.
 *
 * @example
 * const clock = realClock()
 * clock.at(clock.now() + 3_600_000, () => console.log('an hour later'))
 * await clock.advance(3_600_000)
 */
export function realClock(): Clock {
  const timeline = createTimeline()
  let ahead = 0
  let timer: NodeJS.Timeout | undefined
  const now = () => Date.now() + ahead

  const arm = () => {
    clearTimeout(timer)
    const next = timeline.next()
    if (next === undefined) return
    timer = setTimeout(runDue, Math.min(Math.max(next - now(), 0), LONGEST_TIMER)).unref()
  }
  const runDue = () => {
    try {
      for (let due = timeline.take(now()); due !== undefined; due = timeline.take(now())) due.run()
    } finally {
      arm()
    }
  }

  return {
    now,
    at(time, run) {
      const earliest = timeline.next()
      const cancel = timeline.add(time, run)
      if (earliest === undefined || time < earliest) arm()
      return cancel
    },
    async advance(ms) {
      const target = now() + ms
      for (let due = timeline.take(target); due !== undefined; due = timeline.take(target)) {
        ahead += Math.max(due.time - now(), 0)
        due.run()
        // What it set in motion may add entries that fall due on the way.
        await turn()
      }
      ahead += Math.max(target - now(), 0)
      arm()
    },
  }
}
