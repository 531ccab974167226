import { defineStep } from 'motia-aws'
import { count } from '../lib/count'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/count',
  async handler() {
    const atStart = count.value
    const { add } = await import('../lib/add')
    add()
    const { z } = await import('zod')
    return { atStart, afterwards: z.number().parse(count.value) }
  },
})
