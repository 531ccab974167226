import { defineStep } from 'motia-aws'

export default defineStep({
  type: 'evnt',
  subscribes: ['a'],
  async handler() {},
})
