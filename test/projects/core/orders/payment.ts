import { createHash } from 'node:crypto'
import type { Order } from './order.ts'

export interface Payment {
  /** The same for the same order, so that paying twice is paying once. */
  readonly reference: string
  readonly amount: number
  readonly currency: string
  readonly accepted: boolean
  readonly reason?: string
}

/** Amounts above this are declined, in the order's currency. */
export const paymentLimit = 10_000

/**
 * Charges an order. A stand-in for a payment provider: deterministic, no network. A real one takes `reference` as its
 * idempotency key, for an event may be delivered more than once.
 */
export function charge(order: Order): Payment {
  const reference = `pay_${createHash('sha256').update(order.id).digest('hex').slice(0, 16)}`
  const amount = { reference, amount: order.total, currency: order.currency }
  return order.total > paymentLimit
    ? { ...amount, accepted: false, reason: `${order.total} ${order.currency} is above the limit of ${paymentLimit}` }
    : { ...amount, accepted: true }
}
