/**
 * The payload of each topic, for those who want their emits and inputs checked by the compiler. Empty until the project
 * says otherwise; a topic that is not named here takes anything.
 *
 * @example
 * declare module 'motia-aws' {
 *   interface Topics {
 *     'order.created': { orderId: string }
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: projects add to it by declaration merging
export interface Topics {}

/** A known topic, offered by editors, or any other text. */
export type Topic = keyof Topics | (string & {})

export type PayloadOf<T extends string> = T extends keyof Topics ? Topics[T] : unknown

export interface EmitOptions {
  /** Seconds to wait before delivery, at most 900; for topics whose one subscriber has a standard queue. */
  readonly delaySeconds?: number | undefined
  /** What is delivered in order to a FIFO queue; fair queueing per group on a standard one. The topic by default. */
  readonly groupId?: string | undefined
  /** Deduplicates for 5 minutes on FIFO queues; the message's id by default, which is the same for a retried emit. */
  readonly deduplicationId?: string | undefined
}

export interface EmitMessage<T extends string = string, Data = PayloadOf<T>> extends EmitOptions {
  readonly topic: T
  readonly data: Data
  /** Motia 0.x's name of `groupId`. */
  readonly messageGroupId?: string | undefined
}

/**
 * Sends `data` to every subscriber of a topic. Resolves when AWS has taken it; one that nobody awaits is awaited before
 * the invocation ends, and fails it when it fails. Emits made together travel together.
 *
 * @throws InvalidEmitError, PayloadTooLargeError, TooManyHopsError, AwsError
 * @example
 * await emit('order.created', { orderId })
 * await emit('reminder.due', { orderId }, { delaySeconds: 600 })
 */
export interface Emit {
  <const T extends Topic>(topic: T, data: PayloadOf<T>, options?: EmitOptions): Promise<void>
  <const T extends Topic>(message: EmitMessage<T>): Promise<void>
}
