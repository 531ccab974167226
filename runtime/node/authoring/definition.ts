import type { ApiContext, CronContext, EventContext, QueryParams } from './context.ts'
import type { PayloadOf, Topic } from './emit.ts'
import type { ParamsOf } from './path.ts'
import type { OutputOf, Schema } from './schema.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'ANY'

/** A topic, or one with what the flow graph writes on its edge. */
export type EmitEntry = Topic | { readonly topic: Topic; readonly label?: string; readonly conditional?: boolean }

export interface Infrastructure {
  readonly handler?: {
    /** Memory in MiB. */
    readonly ram?: number
    readonly memory?: number
    readonly cpu?: number
    /** Seconds. */
    readonly timeout?: number
  }
  readonly queue?: {
    readonly type?: 'standard' | 'fifo'
    /** Tries after the first; 3 by default. */
    readonly maxRetries?: number
    /** Seconds. */
    readonly visibilityTimeout?: number
    /** Seconds, at most 900. */
    readonly delaySeconds?: number
    /** At most so many invocations at once, 2 to 1000. */
    readonly concurrency?: number
    readonly batchSize?: number
    /** Seconds. */
    readonly batchWindow?: number
  }
}

/** Runs around a handler: look at or replace what it gets, call `next`, look at or replace what it returned. */
export type Middleware<Context> = (context: Context, next: () => Promise<unknown>) => unknown

export interface CommonDefinition {
  /** Unique in the app; from the file's name by default. */
  readonly name?: string
  readonly description?: string
  /** The flows in whose graph the Step is drawn. */
  readonly flows?: readonly string[]
  /** The topics it may publish to; inferred from the code by default. */
  readonly emits?: readonly EmitEntry[]
  readonly virtualEmits?: readonly EmitEntry[]
  readonly virtualSubscribes?: readonly string[]
  readonly infrastructure?: Infrastructure
  /** Files to put in the bundle at their project-relative place; globs. */
  readonly includeFiles?: readonly string[]
  /** May be part of a cycle in the topic graph. */
  readonly allowLoop?: boolean
}

export interface ApiDefinition<Path extends string, Body, Query> extends CommonDefinition {
  readonly type: 'api'
  readonly method: HttpMethod
  /** In express syntax: `/orders/:id`. */
  readonly path: Path
  readonly bodySchema?: Body
  readonly querySchema?: Query
  /** By status code; documents the answer. */
  readonly responseSchema?: Schema | Readonly<Record<number, Schema>>
  readonly queryParams?: readonly { readonly name: string; readonly description?: string }[]
  /** The name of one of the app's authorizers, `iam` or `none`; the app's default when absent. */
  readonly auth?: string
  readonly middleware?: readonly Middleware<ApiContextOf<Path, Body, Query>>[]
  readonly handler: (context: ApiContextOf<Path, Body, Query>) => unknown
}

type ApiContextOf<Path extends string, Body, Query> = ApiContext<
  ParamsOf<Path>,
  OutputOf<Body>,
  undefined extends Query ? QueryParams : OutputOf<Query>
>

/** Events that AWS services or partners put on an EventBridge bus; `data` is their `detail`. */
export interface BusSubscription {
  /** Name or ARN; the account's default bus when absent. */
  readonly bus?: string
  readonly pattern: Readonly<Record<string, unknown>>
}

export interface EventDefinition<Subscribed extends Topic | BusSubscription, Input> extends CommonDefinition {
  readonly type: 'event'
  readonly subscribes: readonly Subscribed[]
  readonly input?: Input
  readonly middleware?: readonly Middleware<EventContext<DataOf<Subscribed, Input>>>[]
  readonly handler: (context: EventContext<DataOf<Subscribed, Input>>) => unknown
}

type DataOf<Subscribed, Input> = undefined extends Input
  ? Subscribed extends string
    ? PayloadOf<Subscribed>
    : unknown
  : OutputOf<Input>

export interface CronDefinition extends CommonDefinition {
  readonly type: 'cron'
  /** Five fields, or `@daily` and the like. */
  readonly expression: string
  /** IANA name; UTC by default. */
  readonly timezone?: string
  readonly middleware?: readonly Middleware<CronContext>[]
  readonly handler: (context: CronContext) => unknown
}

/** Drawn in the flow graph, never deployed. */
export interface NoopDefinition extends CommonDefinition {
  readonly type: 'noop'
}
