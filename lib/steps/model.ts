/**
 * The `Step` model: what every dialect and language is normalised to, and all that the bundler, the constructs, the
 * command line and the Workbench know of a project. Plain data: it survives `JSON.stringify`.
 */

/** A position in a project file; `line` and `column` count from 1. */
export interface Location {
  /** Project-relative path with forward slashes. */
  readonly file: string
  readonly line: number
  readonly column?: number
}

export type Language = 'node' | 'python'

/** `define-step`: `defineStep({...})`; `motia`: Motia 0.x's `config` + `handler`; `triggers`: Motia 1.x (not read yet). */
export type Dialect = 'define-step' | 'motia' | 'triggers'

/** A JSON Schema (draft 2020-12 unless it says otherwise). */
export type JsonSchema = { readonly [key: string]: unknown } | boolean

export interface ApiTrigger {
  readonly type: 'api'
  readonly method: HttpMethod
  /** As written: `/orders/:id`. */
  readonly path: string
  readonly bodySchema?: JsonSchema
  readonly querySchema?: JsonSchema
  /** By status code. */
  readonly responseSchema?: Readonly<Record<string, JsonSchema>>
  /** 0.x's documentation of query parameters. */
  readonly queryParams?: readonly { readonly name: string; readonly description?: string }[]
  /** The name of one of the app's authorizers, `'iam'` or `'none'`; the app's default when absent. */
  readonly auth?: string
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'ANY'

export interface EventTrigger {
  readonly type: 'event'
  /** Topics as written; they may hold characters that AWS names forbid. */
  readonly subscribes: readonly string[]
  /** EventBridge patterns it subscribes to besides (`subscribes: [{ bus?, pattern }]`). */
  readonly patterns: readonly BusPattern[]
  readonly input?: JsonSchema
}

export interface BusPattern {
  /** Name or ARN of the bus; the account's default bus when absent. */
  readonly bus?: string
  readonly pattern: Readonly<Record<string, unknown>>
}

export interface CronTrigger {
  readonly type: 'cron'
  /** As written: five fields, six with seconds of 0, `@daily` and friends, `rate(...)` is not one. */
  readonly expression: string
  /** IANA name; UTC when absent. */
  readonly timezone?: string
}

/** Drawn in the graph, never deployed. */
export interface NoopTrigger {
  readonly type: 'noop'
}

export type Trigger = ApiTrigger | EventTrigger | CronTrigger | NoopTrigger

/** How a topic came to be in {@link Step.emits}: the author said so, or the code shows it. */
export type EmitSource = 'stated' | 'inferred'

export interface EmittedTopic {
  readonly topic: string
  readonly source: EmitSource
  /** 0.x's `{ topic, label, conditional }`. */
  readonly label?: string
  readonly conditional?: boolean
  readonly location?: Location
}

export interface VirtualEdge {
  readonly topic: string
  readonly label?: string
}

/** The state calls a Step's code makes; each maps to exactly the DynamoDB actions that it needs. */
export type StateOperation = 'get' | 'set' | 'delete' | 'query' | 'update' | 'getGroup' | 'clear'

/** The calls a Step's code makes on a stream; each maps to exactly what it needs. */
export type StreamOperation = 'get' | 'set' | 'delete' | 'getGroup' | 'send'

/** What a Step does with one stream. */
export interface StreamUse {
  /** `*` when the code hides which: any of the project's. */
  readonly stream: string
  readonly operations: readonly StreamOperation[]
}

/** Items whose changes clients see over a WebSocket: Motia 0.x's `*.stream.ts`. */
export interface StreamDefinition {
  /** Unique in the app. */
  readonly name: string
  /** Project-relative path with forward slashes. */
  readonly file: string
  readonly location: Location
  readonly language: Language
  /** Of an item. */
  readonly schema?: JsonSchema
  /** It has a `canAccess`, which is asked before a client joins. */
  readonly guarded: boolean
}

export interface QueueSettings {
  readonly type: 'standard' | 'fifo'
  /** Tries after the first. */
  readonly maxRetries: number
  /** Seconds. */
  readonly visibilityTimeout?: number
  /** Seconds, at most 900. */
  readonly delaySeconds?: number
  /** At most so many invocations at once (2..1000). */
  readonly concurrency?: number
  readonly batchSize?: number
  /** Seconds. */
  readonly batchWindow?: number
}

export interface FunctionSettings {
  /** MiB. */
  readonly memory?: number
  /** Seconds. */
  readonly timeout?: number
}

export interface Infrastructure {
  readonly handler?: FunctionSettings
  readonly queue?: Partial<QueueSettings>
}

export interface Step {
  /** Unique in the app. May hold spaces. */
  readonly name: string
  /** Project-relative path with forward slashes. */
  readonly file: string
  /** Where its config begins. */
  readonly location: Location
  readonly language: Language
  readonly dialect: Dialect
  readonly description?: string
  readonly flows: readonly string[]
  /** One for dialects A and B; a list so that dialect C needs no redesign. */
  readonly triggers: readonly Trigger[]
  readonly emits: readonly EmittedTopic[]
  /** True when an emit's topic cannot be known: the Step may publish to every topic of the app. */
  readonly emitsAnything: boolean
  readonly virtualEmits: readonly VirtualEdge[]
  readonly virtualSubscribes: readonly string[]
  /** Empty: it uses no state. All of them when the code hides which. */
  readonly state: readonly StateOperation[]
  readonly streams: readonly StreamUse[]
  /** Project-relative paths or globs to put in the bundle at their project-relative place. */
  readonly includeFiles: readonly string[]
  /** Names of environment variables that the code reads. */
  readonly environment: readonly string[]
  readonly infrastructure: Infrastructure
  /** May be part of a cycle in the topic graph. */
  readonly allowLoop: boolean
}

export type Severity = 'error' | 'warning'

/** Something to tell the author, printed as `file:line: message`. */
export interface Finding {
  readonly severity: Severity
  /** Stable, for filters and acknowledgements: `duplicate-route`, `dangling-topic`, `cycle` ... */
  readonly rule: string
  /** Lower case: what is wrong, the value, how to mend it. */
  readonly message: string
  readonly location?: Location
  readonly step?: string
  readonly topic?: string
  /** Source lines around the place, when there is a syntax error to show. */
  readonly frame?: string
}

/** What `readProject` returns: every Step and stream that could be read, and everything that is wrong. */
export interface Project {
  /** Absolute path. */
  readonly root: string
  readonly steps: readonly Step[]
  readonly streams: readonly StreamDefinition[]
  /** The `motia.config` that has a `streamAuth`: who a client of streams is. Project-relative. */
  readonly streamAuth?: string
  readonly findings: readonly Finding[]
}
