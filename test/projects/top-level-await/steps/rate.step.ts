import { defineStep } from 'motia-aws'
import { rates } from '../lib/rates.ts'

const base = await Promise.resolve('EUR')

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/rate',
  async handler() {
    return { base, SEK: rates.SEK }
  },
})
