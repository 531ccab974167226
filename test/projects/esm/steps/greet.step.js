import { defineStep } from 'motia-aws'
import * as z from 'zod'
import greeting from '../lib/greeting.js'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/greet',
  querySchema: z.object({ name: z.string().default('you') }),
  async handler({ query }) {
    return { text: greeting(query.name) }
  },
})
