import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../ports.ts'
import { createTimeline } from './timeline.ts'

/** A clock that stands still until it is moved, for tests whose outcome must not depend on how fast the machine is. */
export function manualClock(start = Date.UTC(2030, 0, 1)): Clock {
  const timeline = createTimeline()
  let time = start
  return {
    now: () => time,
    at: (when, run) => timeline.add(when, run),
    async advance(ms) {
      const target = time + ms
      for (let due = timeline.take(target); due !== undefined; due = timeline.take(target)) {
        time = Math.max(due.time, time)
        due.run()
        await turn()
      }
      time = target
    },
  }
}
