import type { Emit } from './emit.ts'
import type { State } from './state.ts'
import type { Streams } from './streams.ts'

/** Writes JSON lines that carry the Step, the request and the trace. Fields may hold anything, errors too. */
export interface Logger {
  debug(message: string, fields?: unknown): void
  info(message: string, fields?: unknown): void
  warn(message: string, fields?: unknown): void
  error(message: string, fields?: unknown): void
}

/** What every handler gets. */
export interface CommonContext {
  readonly emit: Emit
  readonly state: State
  readonly streams: Streams
  readonly logger: Logger
  /** The same from the first request or run of a flow to its last event. */
  readonly traceId: string
  /** Aborts shortly before the function would be stopped; give it to `fetch` and the like. */
  readonly signal: AbortSignal
  /** Milliseconds that are left. */
  remainingTime(): number
}

export type QueryParams = Readonly<Record<string, string | string[] | undefined>>

export interface ApiContext<Params = Readonly<Record<string, string>>, Body = unknown, Query = QueryParams>
  extends CommonContext {
  readonly method: string
  /** Without stage and query string. */
  readonly path: string
  /** Decoded path parameters. */
  readonly params: Params
  /** What the schema made of it; without one a text or, where a key repeats, a list of texts. */
  readonly query: Query
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Parsed by content type: JSON, form fields, text, else bytes; undefined when empty. */
  readonly body: Body
  /** As it came, decoded as UTF-8: what a webhook's signature is made over. */
  readonly rawBody: string
  /** What the route's authorizer found out: `{ jwt: { claims, scopes } }`, `{ lambda }` or `{ iam }`. */
  readonly auth: Readonly<Record<string, unknown>> | undefined
}

export interface EventContext<Data = unknown> extends CommonContext {
  readonly data: Data
  readonly topic: string
  /** 1 for the first delivery. */
  readonly attempt: number
  /** The message's id, the same at every delivery: an idempotency key. */
  readonly id: string
}

export interface CronContext extends CommonContext {
  /** When the run was due. */
  readonly scheduledTime: Date
}
