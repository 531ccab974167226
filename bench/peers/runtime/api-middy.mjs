import middy from '@middy/core'
import httpJsonBodyParser from '@middy/http-json-body-parser'
import * as z from 'zod'

const schema = z.object({
  customer: z.string().min(1),
  items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
})

const validate = {
  before: ({ event }) => {
    const result = schema.safeParse(event.body)
    if (!result.success) return { statusCode: 400, body: JSON.stringify({ issues: result.error.issues }) }
    event.body = result.data
  },
}

export const handler = middy(async ({ body: { customer, items } }) => ({
  statusCode: 201,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ customer, items: items.length }),
}))
  .use(httpJsonBodyParser())
  .use(validate)
