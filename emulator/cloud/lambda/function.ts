import { randomUUID } from 'node:crypto'
import { formatTraceHeader, newSegmentId, newTraceId, parseTraceHeader } from '../xray/header.ts'
import { countRun } from '../xray/lineage.ts'
import { commandOf, type Python } from './command.ts'
import type { FunctionDefinition } from './definition.ts'
import { type EnvironmentSources, functionEnvironment } from './environment.ts'
import { LambdaApiError } from './errors.ts'
import type { Invocation, InvocationObserver, InvocationResult, InvokeRequest } from './invocation.ts'
import { toResult } from './outcome.ts'
import { createPool } from './pool.ts'
import { type FunctionProcess, type Outcome, startProcess } from './process.ts'
import type { Reaper } from './reaper.ts'

/** What all functions share. */
export interface FunctionHost {
  readonly region: string
  readonly endpoint: () => string
  readonly xrayDaemon: () => string
  readonly now: () => number
  readonly reaper: Reaper
  readonly python: Python
  /** Name of a Step whose process opens a debugger port and may take its time. */
  readonly inspect: string | undefined
  readonly extraEnvironment: Readonly<Record<string, string>>
  readonly credentials: (definition: FunctionDefinition) => EnvironmentSources['credentials']
  readonly observer: InvocationObserver
}

/** A deployed version of a function. */
export interface LambdaFunction {
  readonly definition: FunctionDefinition
  /** Runs it once. Throws a {@link LambdaApiError} when it is throttled or runs in a loop. */
  invoke(request: InvokeRequest): Promise<InvocationResult>
  /** Starts a process ahead of the first request; resolves when it is ready, or cannot be. */
  prewarm(): Promise<void>
  /** Takes no more work than it has; its processes end with it. */
  retire(): void
  stop(): Promise<void>
}

/** Lambda's limit for the init phase, ms: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const initLimit = 10_000

export function createFunction(definition: FunctionDefinition, host: FunctionHost): LambdaFunction {
  const inspected = host.inspect !== undefined && host.inspect === definition.step
  const command = commandOf(definition, { python: host.python, inspect: inspected })
  const pool = createPool(definition, () => start())

  const start = async (): Promise<FunctionProcess> => {
    if ('missing' in command) throw new Error(command.missing)
    const logStream = `${new Date(host.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`
    const process = await startProcess({
      ...command,
      directory: definition.directory,
      memory: definition.memory,
      reaper: host.reaper,
      environment: (runtimeApi) =>
        functionEnvironment(definition, {
          region: host.region,
          endpoint: host.endpoint(),
          runtimeApi,
          xrayDaemon: host.xrayDaemon(),
          credentials: host.credentials(definition),
          logStream,
          extra: host.extraEnvironment,
        }),
      onLine: (line, requestId, stream) => host.observer.line(definition, line, requestId, stream, logStream),
    })
    if (!inspected)
      void within(process.initialized, Math.max(initLimit, definition.timeout * 1000), () => process.kill())
    return process
  }

  const run = async (
    request: InvokeRequest,
    invocation: Invocation,
    traceHeader: string,
  ): Promise<InvocationResult> => {
    if ('missing' in command) {
      invocation.error = { errorType: 'Runtime.InterpreterMissing', errorMessage: command.missing }
      return {
        requestId: invocation.requestId,
        error: invocation.error,
        payload: Buffer.from(JSON.stringify(invocation.error)),
      }
    }
    const lease = await pool.acquire()
    if ('failed' in lease) {
      invocation.cold = true
      return toResult(lease.failed, invocation)
    }
    const { process, cold } = lease
    invocation.cold = cold
    invocation.running = host.now()
    if (cold) invocation.initDuration = process.initDuration
    host.observer.running(invocation)
    const outcome = process.run({
      requestId: invocation.requestId,
      payload: request.payload,
      deadline: Date.now() + definition.timeout * 1000,
      functionArn: definition.arn,
      traceHeader,
      ...(request.clientContext !== undefined && { clientContext: request.clientContext }),
    })
    const ended = inspected ? await outcome : await withTimeout(outcome, definition.timeout * 1000, process)
    invocation.maxMemory = process.maxMemory
    pool.release(process)
    return toResult(ended, invocation)
  }

  return {
    definition,
    async invoke(request) {
      const now = host.now()
      const caller = parseTraceHeader(request.traceHeader)
      const root = caller?.root ?? newTraceId(now)
      const { lineage, tooOften } = countRun(caller?.lineage, definition.arn)
      if (tooOften && !definition.recursionAllowed)
        throw new LambdaApiError(
          'RecursiveInvocationException',
          400,
          `${definition.step ?? definition.name} was stopped: it ran 16 times because of one event; break the loop, or allow it (allowLoop)`,
        )
      const invocation: Invocation = {
        function: definition,
        requestId: request.requestId ?? randomUUID(),
        trigger: request.trigger,
        root,
        flows: request.flows ?? [{ traceId: root, ...(caller?.parent && { parentId: caller.parent }) }],
        segmentId: newSegmentId(),
        start: now,
        cold: false,
      }
      const sampled = definition.tracing === 'Active' ? caller?.sampled !== false : caller?.sampled === true
      const traceHeader = formatTraceHeader({ root, parent: invocation.segmentId, sampled, lineage })
      host.observer.started(invocation)
      try {
        const result = await run(request, invocation, traceHeader)
        if (result.error) invocation.error = result.error
        return result
      } catch (error) {
        if (error instanceof LambdaApiError) invocation.error = { errorType: error.name, errorMessage: error.message }
        throw error
      } finally {
        invocation.end = host.now()
        host.observer.ended(invocation)
      }
    },
    async prewarm() {
      if (!('missing' in command)) await pool.prewarm()
    },
    retire: () => pool.retire(),
    stop: () => pool.stop(),
  }
}

async function withTimeout(
  outcome: Promise<Outcome>,
  limit: number,
  process: FunctionProcess,
): Promise<Outcome | { readonly type: 'timeout' }> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<{ readonly type: 'timeout' }>((resolve) => {
    timer = setTimeout(() => resolve({ type: 'timeout' }), limit)
  })
  const ended = await Promise.race([outcome, timeout])
  clearTimeout(timer)
  if (ended.type === 'timeout') await process.kill()
  return ended
}

async function within(work: Promise<unknown>, limit: number, late: () => unknown): Promise<void> {
  const timer = setTimeout(late, limit)
  await work
  clearTimeout(timer)
}
