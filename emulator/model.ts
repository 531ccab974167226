/** The emulator's public types: what it is asked for, and what it tells of itself. */
import type { Activity, QueueDepth, QueueMessage, ServicesOptions } from './ports.ts'

export type { Activity, QueueDepth, QueueMessage }

export interface EmulatorOptions {
  /** Folder of a cloud assembly (`cdk.out`). */
  readonly assembly: string
  /** Which stack of the assembly; the only one when absent. */
  readonly stack?: string
  /** Port of the AWS endpoint (SQS, SNS, DynamoDB ...); a free one when absent. */
  readonly port?: number
  /** Port of the HTTP API and the WebSocket API; a free one when absent. */
  readonly apiPort?: number
  /** Data folder (`.motia`); in memory when absent. */
  readonly directory?: string
  /** Added to each function's environment (`.env`). */
  readonly environment?: Readonly<Record<string, string>>
  /** The interpreter for Python functions, and how to tell a Step that there is none. */
  readonly python?: { readonly executable: string } | { readonly missing: string }
  /** Name of a Step whose process opens a debugger port. */
  readonly inspect?: string
  readonly region?: ServicesOptions['region']
  readonly account?: ServicesOptions['account']
}

export interface Emulator {
  /** The AWS endpoint: `AWS_ENDPOINT_URL`. */
  readonly endpoint: string
  /** The HTTP API's URL; undefined when the template has none. */
  readonly apiUrl: string | undefined
  /** The WebSocket API's URL, on the port of the HTTP API; undefined when the template has none. */
  readonly webSocketUrl: string | undefined
  readonly region: string
  readonly account: string
  /** What the template made. `step` comes from the resource's Metadata `motia-aws`. */
  resources(): readonly DeployedResource[]
  outputs(): Readonly<Record<string, string>>
  /** Updates to another assembly; queues, tables and their contents stay. The old version serves until the new one is ready. */
  deploy(assembly: string): Promise<void>
  /** Invokes a Step's function as the Lambda API does. */
  invoke(step: string, payload?: unknown): Promise<InvokeResult>
  /** Resolves when nothing is queued, delayed by less than a second or running; rejects after `timeout` ms (30,000) naming what is still busy. */
  idle(options?: { readonly timeout?: number }): Promise<void>
  /** Moves the clock: schedules, delays and visibility timeouts fall due. */
  advance(duration: {
    readonly days?: number
    readonly hours?: number
    readonly minutes?: number
    readonly seconds?: number
  }): Promise<void>
  traces(filter?: { readonly limit?: number; readonly traceId?: string; readonly since?: number }): readonly Trace[]
  logs(filter?: LogFilter): readonly LogLine[]
  queues(): readonly QueueState[]
  messages(
    queue: string,
    options?: { readonly offset?: number; readonly limit?: number },
  ): readonly (QueueMessage & { readonly state: string })[]
  redrive(deadLetterQueue: string, messageIds?: readonly string[]): number
  purge(queue: string): void
  schedules(): readonly ScheduleState[]
  runSchedule(name: string): Promise<void>
  setScheduleEnabled(name: string, enabled: boolean): void
  /** DynamoDB as the owner of the account: `dynamodb('Query', {...})`. */
  dynamodb(operation: string, input: unknown): Promise<unknown>
  /** Everything as it happens; returns what unsubscribes. */
  on(listener: (event: EmulatorEvent) => void): () => void
  stop(): Promise<void>
}

export interface DeployedResource {
  readonly logicalId: string
  readonly type: string
  readonly physicalId: string
  readonly arn?: string
  /** From Metadata: the Step it belongs to, and its role there (`function`, `queue`, `deadLetterQueue`). */
  readonly step?: string
  readonly role?: string
  /** Nested stack it stands in; empty for the root. */
  readonly stack: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface InvokeResult {
  readonly status: number
  readonly payload: unknown
  readonly error?: {
    readonly errorType: string
    readonly errorMessage: string
    readonly stackTrace?: readonly string[]
  }
}

/** All that one flow did: the X-Ray traces that share the annotation `traceId`. Times are ms since 1970. */
export interface Trace {
  readonly traceId: string
  readonly start: number
  readonly end: number
  /** `running` while something of it is queued or runs. */
  readonly status: 'ok' | 'error' | 'running'
  /** What began it: `POST /orders`, `cron daily-cleanup`, a Step's name. */
  readonly entry: string
  readonly steps: readonly string[]
  readonly spans: readonly Span[]
}

export interface Span {
  readonly id: string
  readonly parentId?: string
  /** `request` (HTTP API), `queue` (from send to receive), `invocation` (init and handler), `handler`, `emit`, `state`, `stream`, `call`. */
  readonly kind: 'request' | 'queue' | 'invocation' | 'init' | 'handler' | 'emit' | 'state' | 'stream' | 'call'
  readonly name: string
  readonly step?: string
  readonly start: number
  /** Absent while it runs. */
  readonly end?: number
  readonly status: 'ok' | 'error' | 'running'
  readonly error?: { readonly type: string; readonly message: string; readonly stack?: readonly string[] }
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  /** State writes: the value before and after. */
  readonly change?: { readonly before: unknown; readonly after: unknown }
}

export interface LogFilter {
  readonly step?: string
  readonly traceId?: string
  readonly level?: string
  readonly text?: string
  readonly since?: number
  readonly limit?: number
}

export interface LogLine {
  readonly id: number
  readonly time: number
  readonly step: string
  readonly level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'
  readonly message: string
  readonly requestId?: string
  readonly traceId?: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface QueueState extends QueueDepth {
  readonly name: string
  readonly arn: string
  readonly step?: string
  readonly deadLetter: boolean
  readonly fifo: boolean
  readonly maxReceiveCount?: number
  /** Seconds. */
  readonly visibilityTimeout: number
}

export interface ScheduleState {
  readonly name: string
  readonly step?: string
  readonly expression: string
  readonly timezone: string
  readonly enabled: boolean
  /** ms since 1970. */
  readonly next?: number
}

export type EmulatorEvent =
  | {
      readonly type: 'invocation.start'
      readonly time: number
      readonly step: string
      readonly requestId: string
      readonly cold: boolean
      readonly trigger: string
    }
  | {
      readonly type: 'invocation.end'
      readonly time: number
      readonly step: string
      readonly requestId: string
      readonly duration: number
      readonly error?: { readonly type: string; readonly message: string }
      readonly traceId?: string
    }
  | {
      readonly type: 'request'
      readonly time: number
      readonly method: string
      readonly path: string
      readonly status: number
      readonly duration: number
      readonly step?: string
      readonly traceId?: string
    }
  | { readonly type: 'log'; readonly line: LogLine }
  | {
      readonly type: 'deadLetter'
      readonly time: number
      readonly queue: string
      readonly step?: string
      readonly messageId: string
    }
  | { readonly type: 'trace'; readonly traceId: string }
  | { readonly type: 'queues' }
  | { readonly type: 'state'; readonly table: string; readonly group: string; readonly key: string }
  | { readonly type: 'deployed'; readonly time: number }
