import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { residentMemory } from './memory.ts'
import type { Reaper } from './reaper.ts'
import { type RuntimeAnswer, type RuntimeInvocation, startRuntimeApi } from './runtime-api.ts'

/** How an invocation, or the start of a process, ended. */
export type Outcome = RuntimeAnswer | { readonly type: 'exit'; readonly reason: string }

export interface ProcessOptions {
  readonly executable: string
  readonly args: readonly string[]
  readonly directory: string
  /** Given the address of its Runtime API. */
  readonly environment: (runtimeApi: string) => Record<string, string>
  /** MiB; killed when it needs more. */
  readonly memory: number
  readonly reaper: Reaper
  /** A line that the process wrote, and the request during which it did. */
  readonly onLine: (line: string, requestId: string | undefined, stream: 'stdout' | 'stderr') => void
}

/** One execution environment: a process that handles one invocation at a time. */
export interface FunctionProcess {
  readonly pid: number | undefined
  /** Resolves with nothing once the process asks for work, or with why it never will. */
  readonly initialized: Promise<Outcome | undefined>
  /** Milliseconds from start to readiness, once known. */
  initDuration: number
  /** Highest resident memory seen, MiB. */
  readonly maxMemory: number
  readonly alive: boolean
  run(invocation: RuntimeInvocation): Promise<Outcome>
  /** Resolves when it asks for work again after {@link FunctionProcess.run}, or is gone: having answered, it may yet crash. */
  settled(): Promise<void>
  /** Kills its whole process group; resolves when it is gone. */
  kill(): Promise<void>
  readonly exited: Promise<void>
}

const memoryCheckInterval = 200

/** Starts a process for a function. */
export async function startProcess(options: ProcessOptions): Promise<FunctionProcess> {
  const started = performance.now()
  let requestId: string | undefined
  let finish: ((outcome: Outcome) => void) | undefined
  let initDone!: (outcome: Outcome | undefined) => void
  const initialized = new Promise<Outcome | undefined>((resolve) => {
    initDone = resolve
  })
  let settle: () => void = () => undefined
  let settled = Promise.resolve()
  const api = await startRuntimeApi({
    onNext() {
      if (self.initDuration === 0) self.initDuration = performance.now() - started
      initDone(undefined)
      settle()
    },
    onInitError: (answer) => initDone(answer),
    onAnswer(id, answer) {
      if (id === requestId) finish?.(answer)
    },
  })
  const child = spawn(options.executable, [...options.args], {
    cwd: options.directory,
    env: options.environment(api.address),
    // Its own group, so that whatever it starts ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (child.pid) options.reaper.watch(child.pid)
  readLines(child.stdout, (line) => options.onLine(line, requestId, 'stdout'))
  readLines(child.stderr, (line) => options.onLine(line, requestId, 'stderr'))

  const state = { alive: true, maxMemory: 0 }
  const gone = (reason: string): void => {
    if (!state.alive) return
    state.alive = false
    clearInterval(watch)
    if (child.pid) killGroup(child.pid)
    if (child.pid) options.reaper.release(child.pid)
    api.close()
    initDone({ type: 'exit', reason })
    finish?.({ type: 'exit', reason })
    settle()
  }
  let killedFor: string | undefined
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      gone(`cannot start ${options.executable}: ${error.message}`)
      resolve()
    })
    child.once('exit', (code, signal) => gone(killedFor ?? exitReason(code, signal)))
    child.once('close', () => resolve())
  })
  const watch = setInterval(async () => {
    // An idle process is frozen on Lambda: it needs no watching.
    if (self.initDuration > 0 && !finish) return
    const used = child.pid ? await residentMemory(child.pid) : 0
    state.maxMemory = Math.max(state.maxMemory, used)
    if (used > options.memory) {
      // AWS says no more than the signal; who mends it wants to know by how much it was too little.
      killedFor = `signal: killed (it used ${Math.ceil(used)} MiB, its memory is ${options.memory} MiB)`
      kill(child)
    }
  }, memoryCheckInterval)
  watch.unref()

  const self: FunctionProcess = {
    pid: child.pid,
    initialized,
    initDuration: 0,
    exited,
    get alive() {
      return state.alive
    },
    get maxMemory() {
      return state.maxMemory
    },
    run(invocation) {
      return new Promise((resolve) => {
        requestId = invocation.requestId
        settled = new Promise((done) => {
          settle = done
        })
        finish = (outcome) => {
          finish = undefined
          resolve(outcome)
        }
        if (state.alive) api.give(invocation)
        else finish({ type: 'exit', reason: 'the process is gone' })
      })
    },
    settled: () => settled,
    async kill() {
      kill(child)
      await exited
    },
  }
  return self
}

function kill(child: ChildProcess): void {
  if (child.pid && !killGroup(child.pid)) child.kill('SIGKILL')
}

function killGroup(pid: number): boolean {
  try {
    process.kill(-pid, 'SIGKILL')
    return true
  } catch {
    // Nothing of the group is left.
    return false
  }
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal ? `signal: ${signal === 'SIGKILL' ? 'killed' : signal}` : `exit status ${code}`
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line !== '') onLine(line)
  })
  stream.on('end', () => {
    if (rest !== '') onLine(rest)
  })
}
