import type { TraceHeader } from '../trace/header.ts'
import type { Segment } from '../trace/segment.ts'
import { land, type Pending } from './landing.ts'

/** The part of Lambda's context object that the runtime reads. */
export interface LambdaContext {
  readonly awsRequestId: string
  getRemainingTimeInMillis(): number
}

/** `stream`: the gateway of streams, which is no Step. */
export type TriggerType = 'api' | 'event' | 'cron' | 'stream'

/** One handling of one input: a request, a record of a batch, a scheduled run. */
export interface Run {
  readonly step: string
  readonly trigger: TriggerType
  readonly lambda: LambdaContext
  /** What the ids of its emits are made from: the same when this input is handled again. */
  readonly parentId: string
  /** The flow's, carried by every envelope. */
  readonly traceId: string
  /** How many emits lie between the flow's beginning and this run. */
  readonly hop: number
  /** The invocation's trace header, where it has one. */
  readonly header: TraceHeader | undefined
  readonly topic?: string
  readonly attempt?: number
  readonly messageId?: string
  /** How many emits this run has made. */
  emits: number
  /** Emits and state calls that must end before the invocation does. */
  readonly pending: Pending[]
  /** The handler's subsegment, where the invocation is sampled. */
  segment: Segment | undefined
  /** Trace documents on their way. */
  readonly sending: Promise<void>[]
  abort: AbortController | undefined
  timer: NodeJS.Timeout | undefined
}

type Given =
  | 'step'
  | 'trigger'
  | 'lambda'
  | 'parentId'
  | 'traceId'
  | 'hop'
  | 'header'
  | 'topic'
  | 'attempt'
  | 'messageId'

export function createRun(given: Pick<Run, Given>): Run {
  return {
    ...given,
    emits: 0,
    pending: [],
    segment: undefined,
    sending: [],
    abort: undefined,
    timer: undefined,
  }
}

/** Lets a run wait for `work` before it ends. */
export function keep<T>(run: Run, work: Promise<T>): Promise<T> {
  return land(run.pending, work)
}
