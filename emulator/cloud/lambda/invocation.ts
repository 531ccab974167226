import type { FunctionDefinition } from './definition.ts'

/** What an invocation is asked with. */
export interface InvokeRequest {
  readonly payload: string | Buffer
  /** Who asked: `POST /orders`, `sqs`, `schedule`, `invoke`. */
  readonly trigger: string
  /** The caller's `X-Amzn-Trace-Id`; a new trace begins without it. */
  readonly traceHeader?: string
  /** The flows it belongs to (see `Trace.traceId`), each with the span in that flow that led here. */
  readonly flows?: readonly { readonly traceId: string; readonly parentId?: string }[]
  readonly requestId?: string
  readonly clientContext?: string
}

/** A running or finished invocation, as traces, logs and events see it. Times are ms since 1970. */
export interface Invocation {
  readonly function: FunctionDefinition
  readonly requestId: string
  readonly trigger: string
  /** Root of its X-Ray trace. */
  readonly root: string
  readonly flows: readonly { readonly traceId: string; readonly parentId?: string }[]
  /** Id of the function's segment: the parent of what the runtime reports. */
  readonly segmentId: string
  readonly start: number
  cold: boolean
  /** When a process was there; before it is waiting and starting. */
  running?: number
  /** ms */
  initDuration?: number
  end?: number
  /** MiB */
  maxMemory?: number
  error?: InvocationError
}

export interface InvocationError {
  readonly errorType: string
  readonly errorMessage: string
  readonly stackTrace?: readonly string[]
}

export interface InvocationResult {
  readonly requestId: string
  readonly payload: Buffer
  /** Set when the function failed; `payload` then holds it as JSON. */
  readonly error?: InvocationError
}

/** Told about everything a function does. */
export interface InvocationObserver {
  started(invocation: Invocation): void
  /** It has a process. */
  running(invocation: Invocation): void
  ended(invocation: Invocation): void
  /** @param logStream the stream of its process in CloudWatch Logs */
  line(
    definition: FunctionDefinition,
    line: string,
    requestId: string | undefined,
    stream: 'stdout' | 'stderr',
    logStream: string,
  ): void
}
