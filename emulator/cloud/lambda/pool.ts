import type { FunctionDefinition } from './definition.ts'
import { throttled } from './errors.ts'
import type { FunctionProcess, Outcome } from './process.ts'

/** A process for one invocation, or why none could start. */
export type Lease = { readonly process: FunctionProcess; readonly cold: boolean } | { readonly failed: Outcome }

/** The processes of one function. */
export interface ProcessPool {
  /** Waits for a free process and reserves it. Throws TooManyRequestsException at the reserved concurrency. */
  acquire(): Promise<Lease>
  release(process: FunctionProcess): void
  /** Starts a process ahead of the first request; resolves when it is ready, or cannot be. */
  prewarm(): Promise<void>
  /** Ends idle processes now and busy ones when they are done. */
  retire(): void
  /** Kills everything. */
  stop(): Promise<void>
}

/** At most so many processes of one function: this machine is not a region. */
const processLimit = 32
/**
 * How long a request waits for a busy process before another one starts, ms: as long as that start would take, for most
 * processes are free again sooner.
 */
const patience = { least: 8, most: 250 } as const
/** How long a process that is not the last stays idle, ms. */
const idleTime = 60_000

export function createPool(definition: FunctionDefinition, start: () => Promise<FunctionProcess>): ProcessPool {
  const limit = Math.min(definition.reservedConcurrency ?? processLimit, processLimit)
  const processes = new Set<FunctionProcess>()
  const idle: { process: FunctionProcess; since: number }[] = []
  const waiting: ((lease: Lease) => void)[] = []
  const fresh = new WeakSet<FunctionProcess>()
  let starting = 0
  let population = 0
  let busy = 0
  /** Have answered and not asked for more yet. */
  let settling = 0
  let lastStart = 0
  let retired = false
  let sweep: NodeJS.Timeout | undefined

  const grow = async (): Promise<void> => {
    starting++
    population++
    const process = await start()
    processes.add(process)
    void process.exited.then(() => removed(process))
    const failed = await process.initialized
    starting--
    lastStart = process.initDuration
    if (failed) {
      await process.kill()
      waiting.shift()?.({ failed })
    } else {
      fresh.add(process)
      offer(process)
      // Nobody waited for the start of a process that was started ahead.
      fresh.delete(process)
    }
  }

  const growAsNeeded = (): void => {
    while (waiting.length > starting && population < limit) void grow()
  }

  const lend = (process: FunctionProcess): Lease => {
    busy++
    const cold = fresh.delete(process)
    return { process, cold }
  }

  const offer = (process: FunctionProcess): void => {
    const waiter = waiting.shift()
    if (waiter) waiter(lend(process))
    else if (retired) void process.kill()
    else {
      idle.push({ process, since: Date.now() })
      sweep ??= setInterval(endIdle, idleTime).unref()
    }
  }

  const endIdle = (): void => {
    while (idle.length > 1 && idle[0]!.since < Date.now() - idleTime) void idle.shift()!.process.kill()
  }

  const removed = (process: FunctionProcess): void => {
    processes.delete(process)
    population--
    const at = idle.findIndex((entry) => entry.process === process)
    if (at !== -1) idle.splice(at, 1)
    growAsNeeded()
  }

  return {
    acquire() {
      const reserved = definition.reservedConcurrency
      if (reserved !== undefined && busy + waiting.length >= reserved)
        return Promise.reject(throttled(definition.name, reserved))
      for (let entry = idle.pop(); entry; entry = idle.pop())
        if (entry.process.alive) return Promise.resolve(lend(entry.process))
      return new Promise((resolve) => {
        waiting.push(resolve)
        // A quick function's process is free again sooner than another one could start.
        if (busy + settling === 0) growAsNeeded()
        else setTimeout(growAsNeeded, Math.min(Math.max(lastStart, patience.least), patience.most))
      })
    },
    release(process) {
      busy--
      settling++
      void process.settled().then(() => {
        settling--
        if (process.alive) offer(process)
        else growAsNeeded()
      })
    },
    async prewarm() {
      if (population === 0 && !retired) await grow()
    },
    retire() {
      retired = true
      clearInterval(sweep)
      for (const { process } of idle.splice(0)) void process.kill()
    },
    async stop() {
      this.retire()
      await Promise.all([...processes].map((process) => process.kill()))
    },
  }
}
