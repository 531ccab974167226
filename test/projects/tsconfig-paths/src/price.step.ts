import { round } from '@lib/round'
import { prices } from '@prices'
import { defineStep } from 'motia-aws'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/price',
  async handler() {
    return { total: round(prices.tea + prices.cake) }
  },
})
