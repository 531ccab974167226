import { defineStep } from 'motia-aws'
import prices, { cake } from '../data/prices.json'
import { version } from '../data/version.json'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/price',
  async handler() {
    return { tea: prices.tea, cake, version }
  },
})
