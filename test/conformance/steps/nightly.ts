import { defineStep } from 'motia-aws'

/** Tells when it was due. */
export default defineStep({
  type: 'cron',
  expression: '0 3 * * *',
  emits: ['order.created'],
  async handler({ scheduledTime, emit }) {
    await emit('order.created', { at: scheduledTime })
  },
})
