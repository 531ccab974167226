import { closeSegment, openSegment } from '../trace/segment.ts'
import { current } from './current.ts'
import { landed } from './landing.ts'
import type { Run } from './run.ts'

/** ms: longer than Lambda lets any function run. */
const longest = 1_000_000

/**
 * Runs a handler: traced, with its run as the current one, and not over before everything that it started is.
 *
 * @throws what the handler throws, else the first failed emit or state call that nobody awaited
 */
export function execute<T>(run: Run, work: () => T | Promise<T>): Promise<T> {
  return current.run(run, async () => {
    openSegment(run)
    // A handler that waits for what never comes runs into the timeout; without anything that keeps the process alive,
    // Lambda would take it for done, and answer null.
    const alive = setTimeout(() => {}, longest)
    try {
      const result = await finish(run, work)
      closeSegment(run)
      return result
    } catch (error) {
      closeSegment(run, error)
      throw error
    } finally {
      clearTimeout(alive)
      if (run.timer) clearTimeout(run.timer)
      if (run.sending.length > 0) await Promise.all(run.sending)
    }
  })
}

async function finish<T>(run: Run, work: () => T | Promise<T>): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (error) {
    // The handler's error is the one to report; what it started still lands.
    await landed(run.pending).catch(() => undefined)
    throw error
  }
  if (run.pending.length > 0) await landed(run.pending)
  return result
}
