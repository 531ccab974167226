import { defineStep } from 'motia-aws'

/** Awaits nothing. */
export default defineStep({
  type: 'event',
  subscribes: ['order.paid'],
  emits: ['order.created'],
  async handler({ emit, state }) {
    state.set('loose:done', true)
    for (const number of [1, 2, 3]) emit('order.created', number)
  },
})
