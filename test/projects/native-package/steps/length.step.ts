import { defineStep } from 'motia-aws'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/length',
  async handler() {
    return { length: 'tea'.length }
  },
})
