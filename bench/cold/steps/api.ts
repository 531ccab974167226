import { defineStep } from 'motia-aws'
import * as z from 'zod'

export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/orders',
  bodySchema: z.object({
    customer: z.string().min(1),
    items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
  }),
  async handler({ body }) {
    return { status: 201, body: { customer: body.customer, items: body.items.length } }
  },
})
