import { defineStep } from 'motia-aws'

export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  emits: ['order.charged'],
  async handler({ data, state, emit, logger }) {
    const { orderId } = data as { orderId: string }
    const order = await state.get(`order:${orderId}`)
    performance.mark('state')
    logger.debug('charging', { orderId, known: order !== null })
    await emit('order.charged', { orderId })
  },
})
