import * as z from 'zod'

/** What a customer sends. */
export const orderRequest = z.object({
  customer: z.string().min(1),
  email: z.email(),
  country: z.string().length(2).default('SE'),
  currency: z.enum(['EUR', 'SEK', 'USD']).default('EUR'),
  items: z
    .array(
      z.object({
        sku: z.string().min(1),
        quantity: z.int().positive(),
        /** In the order's currency. */
        price: z.number().nonnegative(),
      }),
    )
    .min(1),
})

/** An order as it lies in state, under `order:<id>`. */
export const order = orderRequest.extend({
  id: z.string(),
  total: z.number(),
  status: z.enum(['open', 'paid', 'declined']),
  /** Set when the risk score is high: somebody should look at it. */
  onHold: z.boolean().optional(),
  createdAt: z.string(),
})

/** What Steps tell each other about an order: its id; who needs more reads it from state. */
export const orderReference = z.object({ orderId: z.string() })

export type OrderRequest = z.infer<typeof orderRequest>
export type Order = z.infer<typeof order>

/** The sum of an order's items, to two decimals. */
export function totalOf(items: OrderRequest['items']): number {
  const cents = items.reduce((sum, item) => sum + Math.round(item.price * 100) * item.quantity, 0)
  return cents / 100
}
