/**
 * The dev server's HTTP API: what the Workbench (and scripts) may ask. All paths are below `/api` of the Workbench's
 * port, answers are JSON, times are ms since 1970, durations ms. Requests that change something carry the header
 * `x-motia-token` with the value of `<meta name="motia-token">` in the served page, and the page's own `Origin`.
 * An error is `{ error: string }` with a fitting status.
 *
 * Outside `/api`: files of `dist/workbench`; every other GET path without a file extension (`/flows`, `/traces?trace=...`)
 * is the Workbench's `index.html`, in which the server replaces `__MOTIA_TOKEN__` with this run's token.
 *
 * | request | answer |
 * |---|---|
 * | `GET /api/app` | {@link AppInfo} |
 * | `GET /api/stream` | Server-Sent Events, each `data` a {@link StreamEvent} |
 * | `GET /api/steps/:name/source` | {@link StepSource} |
 * | `GET /api/traces?status=&step=&topic=&text=&minDuration=&limit=` | `TraceSummary[]`, newest first |
 * | `GET /api/traces/:traceId` | {@link TraceDetail} |
 * | `GET /api/logs?step=&level=&traceId=&text=&since=&limit=` | `LogLine[]`, oldest first |
 * | `GET /api/queues` | `QueueState[]` |
 * | `GET /api/queues/:name/messages?offset=&limit=` | `MessageView[]` |
 * | `POST /api/queues/:name/redrive` `{ messageIds? }` | `{ moved: number }` |
 * | `POST /api/queues/:name/purge` | `{}` |
 * | `GET /api/state?prefix=` | `StateGroup[]` |
 * | `GET /api/state/:group?prefix=&after=&limit=` | {@link StatePage} |
 * | `PUT /api/state/:group/:key` `{ value, ttl? }` | {@link StateItem} |
 * | `DELETE /api/state/:group/:key` | `{}` |
 * | `GET /api/schedules` | `ScheduleView[]` |
 * | `POST /api/schedules/:name/run`, `/pause`, `/resume` | `{}` |
 * | `POST /api/request` {@link ApiRequest} | {@link ApiResponse} |
 * | `GET /api/limits` | {@link LimitsAndCost} |
 * | `GET /openapi.json` | the OpenAPI 3.1 document of the API Steps |
 */
import type { EmulatorEvent, LogLine, QueueMessage, QueueState, ScheduleState, Trace } from '../../emulator/index.ts'
import type { Finding, Step } from '../../lib/steps/model.ts'

export type { Span } from '../../emulator/index.ts'
export type { EmulatorEvent, Finding, LogLine, QueueState, Step, Trace }

export interface AppInfo {
  readonly name: string
  readonly status: AppStatus
  readonly apiUrl: string | null
  /** The AWS endpoint of the emulator. */
  readonly endpoint: string
  readonly steps: readonly StepView[]
  readonly edges: readonly Edge[]
  readonly findings: readonly Finding[]
  /** What a Step needs and this machine lacks: `python3`, an environment variable. */
  readonly missing: readonly { readonly step: string; readonly what: string; readonly remedy: string }[]
  readonly flows: readonly string[]
}

export interface AppStatus {
  readonly state: 'running' | 'rebuilding' | 'broken'
  /** When broken: what the author must mend; the last good version goes on serving. */
  readonly errors?: readonly Finding[]
}

export interface StepView extends Step {
  /** Names of its resources in the emulator. */
  readonly functionName: string | null
  readonly queue: string | null
  readonly deadLetterQueue: string | null
  readonly schedule: string | null
  readonly memory: number | null
  readonly timeout: number | null
  /** The exact statements of its role. */
  readonly permissions: readonly {
    readonly effect: string
    readonly actions: readonly string[]
    readonly resources: readonly string[]
  }[]
  readonly invocations: number
  readonly errors: number
  /** Invocations per 5 s over the last minute, oldest first. */
  readonly sparkline: readonly number[]
}

/** An edge of the flow graph. `virtual` edges are drawn, never sent. */
export interface Edge {
  readonly topic: string
  /** Step names; null where the topic leaves or enters the app. */
  readonly from: string | null
  readonly to: string | null
  readonly label?: string
  readonly conditional: boolean
  readonly virtual: boolean
  readonly transport: 'sqs' | 'sns' | 'bus' | null
}

export interface StepSource {
  readonly file: string
  readonly language: 'typescript' | 'javascript' | 'python'
  readonly text: string
}

export interface TraceSummary {
  readonly traceId: string
  readonly start: number
  readonly duration: number
  readonly status: Trace['status']
  readonly entry: string
  readonly steps: readonly string[]
  readonly topics: readonly string[]
  readonly spanCount: number
  readonly errorCount: number
}

export interface TraceDetail extends Trace {
  readonly logs: readonly LogLine[]
}

export interface MessageView extends QueueMessage {
  readonly state: 'visible' | 'inFlight' | 'delayed'
  readonly receiveCount: number
  /** Of a dead letter: why, where it can be known. */
  readonly reason: string | null
  readonly traceId: string | null
  readonly topic: string | null
}

export interface StateGroup {
  readonly group: string
  readonly count: number
}

export interface StateItem {
  readonly group: string
  readonly key: string
  readonly value: unknown
  /** Seconds since 1970; null: never. */
  readonly ttl: number | null
  readonly version: number
}

export interface StatePage {
  readonly items: readonly StateItem[]
  /** Pass as `after` for the next page; null: this was the last. */
  readonly next: string | null
}

export interface ScheduleView extends ScheduleState {
  /** As the author wrote it. */
  readonly written: string
  /** The next five runs. */
  readonly nextRuns: readonly number[]
}

export interface ApiRequest {
  readonly method: string
  /** With query string. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ApiResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  /** `base64` where the body is no UTF-8 text. */
  readonly encoding: 'utf8' | 'base64'
  readonly duration: number
  /** Bytes. */
  readonly size: number
  readonly traceId: string | null
}

export interface LimitsAndCost {
  readonly stacks: readonly {
    readonly name: string
    readonly resources: number
    readonly resourceLimit: number
    readonly templateBytes: number
    readonly templateLimit: number
    readonly outputs: number
    readonly parameters: number
  }[]
  /** USD, list prices of us-east-1 on `pricesOf`. */
  readonly pricesOf: string
  readonly idlePerMonth: readonly { readonly what: string; readonly usd: number; readonly note: string }[]
  readonly perMillionRuns: readonly {
    readonly flow: string
    readonly usd: number
    readonly parts: readonly { readonly what: string; readonly usd: number }[]
  }[]
}

export type StreamEvent =
  | EmulatorEvent
  /** Steps, graph, findings or status changed: ask for `/api/app` again. */
  | { readonly type: 'app' }
