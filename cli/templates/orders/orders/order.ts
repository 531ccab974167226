import * as z from 'zod'

/** What a customer sends. */
export const orderRequest = z.object({
  customer: z.string().min(1),
  email: z.email(),
  items: z
    .array(z.object({ sku: z.string().min(1), quantity: z.int().positive(), price: z.number().nonnegative() }))
    .min(1),
})

/** What Steps tell each other about an order; who needs more reads it from state. */
export const orderReference = z.object({ orderId: z.string() })

/** An order as it lies in state, under `order:<id>`. */
export type Order = z.infer<typeof orderRequest> & {
  id: string
  total: number
  status: 'open' | 'paid'
  createdAt: string
}
