// The body checked by zod and nothing else: what zod itself costs.
import * as z from 'zod'

const schema = z.object({
  customer: z.string().min(1),
  items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
})

export const handler = async (event) => {
  const result = schema.safeParse(JSON.parse(event.body))
  if (!result.success) return { statusCode: 400, body: JSON.stringify({ issues: result.error.issues }) }
  const { customer, items } = result.data
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer, items: items.length }),
  }
}
