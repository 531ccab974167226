import type { Destination } from './destination.ts'

/** An envelope on its way. */
export interface Outgoing {
  readonly destination: Destination
  readonly topic: string
  /** The envelope's. */
  readonly id: string
  readonly body: string
  readonly traceHeader: string | undefined
  readonly delaySeconds: number | undefined
  readonly groupId: string | undefined
  readonly deduplicationId: string | undefined
  /** ms since 1970 at which the invocation is stopped. */
  readonly deadline: number
}

/** Sends at most 10 messages; resolves to what went wrong with each, in their order. */
export type SendBatch = (messages: readonly Outgoing[]) => Promise<readonly (Error | undefined)[]>
