import type { LambdaFunction } from './lambda/function.ts'

/** So many functions at most start ahead of the first request: a process takes some 45 MB. */
const limit = 8

/** Starts functions one after another, in the background; those that somebody waits for first. Returns what ends it. */
export function prewarm(functions: readonly LambdaFunction[], awaited: ReadonlySet<string>): () => void {
  let ended = false
  const first = functions.toSorted(
    (a, b) => Number(awaited.has(b.definition.arn)) - Number(awaited.has(a.definition.arn)),
  )
  const run = async (): Promise<void> => {
    for (const fn of first.slice(0, limit)) {
      if (ended) return
      // One at a time: a request that comes meanwhile needs the machine for a process of its own.
      await fn.prewarm()
    }
  }
  void run()
  return () => {
    ended = true
  }
}
