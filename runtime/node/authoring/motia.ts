/**
 * The type names that Motia 0.x projects import from `motia`; all are erased when a Step is bundled. `Handlers` is filled
 * by a project's `types.d.ts`.
 */
import type { Logger } from './context.ts'
import type { EmitEntry, HttpMethod, Infrastructure } from './definition.ts'
import type { OutputOf, Schema } from './schema.ts'
import type { Streams } from './streams.ts'

export type ApiRouteMethod = Exclude<HttpMethod, 'ANY'>
export type ZodInput = Schema
export type QueryParam = { readonly name: string; readonly description: string }

interface StepConfigBase {
  name: string
  description?: string
  flows?: readonly string[]
  virtualEmits?: readonly EmitEntry[]
  virtualSubscribes?: readonly string[]
  includeFiles?: readonly string[]
  infrastructure?: Infrastructure
  allowLoop?: boolean
  /** `strict` refuses what does not fit the schema; else it is a warning in the log. */
  validate?: 'strict'
}

export interface ApiRouteConfig extends StepConfigBase {
  type: 'api'
  path: string
  method: ApiRouteMethod
  emits: readonly EmitEntry[]
  middleware?: readonly ApiMiddleware[]
  bodySchema?: Schema
  querySchema?: Schema
  responseSchema?: Schema | Readonly<Record<number, Schema>>
  queryParams?: readonly QueryParam[]
  auth?: string
}

export interface EventConfig extends StepConfigBase {
  type: 'event'
  subscribes: readonly string[]
  emits: readonly EmitEntry[]
  input?: Schema | null
  middleware?: readonly StepMiddleware[]
}

export interface CronConfig extends StepConfigBase {
  type: 'cron'
  cron: string
  timezone?: string
  emits: readonly EmitEntry[]
  middleware?: readonly StepMiddleware[]
}

export interface NoopConfig extends StepConfigBase {
  type: 'noop'
  virtualEmits: readonly EmitEntry[]
  virtualSubscribes: readonly string[]
}

export type StepConfig = ApiRouteConfig | EventConfig | CronConfig | NoopConfig

export interface StateManager {
  get<T>(groupId: string, key: string): Promise<T | null>
  set<T>(groupId: string, key: string, value: T): Promise<T>
  delete<T>(groupId: string, key: string): Promise<T | null>
  getGroup<T>(groupId: string): Promise<T[]>
  clear(groupId: string): Promise<void>
}
export type InternalStateManager = StateManager

export type Emitter<Message> = (message: Message) => Promise<void>

// biome-ignore lint/suspicious/noEmptyInterface: a project's types.d.ts adds to it
export interface Handlers {}

/** `OfStreams` is what `types.d.ts` knows of the project's streams. */
export interface FlowContext<EmitData = never, OfStreams = Streams> {
  emit: Emitter<EmitData>
  traceId: string
  state: StateManager
  logger: Logger
  streams: OfStreams
  flows?: readonly string[]
}

export interface ApiRequest<Body = unknown> {
  pathParams: Record<string, string>
  queryParams: Record<string, string | string[]>
  body: Body
  headers: Record<string, string | string[]>
  rawBody?: string
}

export type ApiResponse<Status extends number = number, Body = string | Buffer | Record<string, unknown>> = {
  status: Status
  headers?: Record<string, string>
  body: Body
}

export type ApiMiddleware<Body = unknown, EmitData = never, Result = unknown> = (
  req: ApiRequest<Body>,
  ctx: FlowContext<EmitData>,
  next: () => Promise<ApiResponse<number, Result>>,
) => Promise<ApiResponse<number, Result>>

/** Around an event or cron handler. */
export type StepMiddleware = (input: unknown, ctx: FlowContext<never>, next: () => Promise<unknown>) => unknown

export type ApiRouteHandler<
  Body = unknown,
  Response extends ApiResponse<number, unknown> = ApiResponse<number, unknown>,
  EmitData = never,
  OfStreams = Streams,
> = (req: ApiRequest<Body>, ctx: FlowContext<EmitData, OfStreams>) => Promise<Response>
export type EventHandler<Input = unknown, EmitData = never, OfStreams = Streams> = (
  input: Input,
  ctx: FlowContext<EmitData, OfStreams>,
) => Promise<void>
export type CronHandler<EmitData = never, OfStreams = Streams> = (
  ctx: FlowContext<EmitData, OfStreams>,
) => Promise<void>

/** The handler that fits a config: `StepHandler<typeof config>`. */
export type StepHandler<Config> = Config extends { type: 'api'; bodySchema: infer Body }
  ? ApiRouteHandler<OutputOf<Body>, ApiResponse<number, unknown>, { topic: string; data: unknown }>
  : Config extends { type: 'api' }
    ? ApiRouteHandler<unknown, ApiResponse<number, unknown>, { topic: string; data: unknown }>
    : Config extends { type: 'event'; input: infer Input }
      ? EventHandler<OutputOf<Input>, { topic: string; data: unknown }>
      : Config extends { type: 'event' }
        ? EventHandler<unknown, { topic: string; data: unknown }>
        : Config extends { type: 'cron' }
          ? CronHandler<{ topic: string; data: unknown }>
          : never
