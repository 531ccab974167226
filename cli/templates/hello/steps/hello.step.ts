import { defineStep } from 'motia-aws'
import * as z from 'zod'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/hello',
  description: 'Says hello.',
  querySchema: z.object({ name: z.string().default('world') }),
  async handler({ query }) {
    return { greeting: `hello ${query.name}` }
  },
})
