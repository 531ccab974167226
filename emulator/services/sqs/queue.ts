import type { Attributes } from './attributes.ts'

export interface Queue {
  readonly name: string
  readonly arn: string
  readonly fifo: boolean
  /** ms since 1970 */
  readonly created: number
  modified: number
  /** With the defaults filled in. */
  attributes: Attributes
  tags: Readonly<Record<string, string>>
  /** When PurgeQueue was last called, ms. */
  purged?: number
}

/** A numeric attribute, which every queue has a value for. */
export const numberOf = (queue: Queue, attribute: string) => Number(queue.attributes[attribute])
