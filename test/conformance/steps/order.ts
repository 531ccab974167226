import { defineStep } from 'motia-aws'

/** Stores an order, tells of it, and writes a line. */
export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/orders',
  emits: ['order.created', 'order.paid', 'order.audited', 'order.queued', 'order.ranked'],
  async handler({ body, emit, state, logger }) {
    const {
      id,
      topics = ['order.created'],
      options,
    } = body as {
      id: string
      topics?: string[]
      options?: { delaySeconds?: number; groupId?: string; deduplicationId?: string }
    }
    await state.set(`order:${id}`, { id })
    for (const topic of topics) await emit(topic, { orderId: id }, options)
    logger.info('order stored', { orderId: id })
    return { status: 201, body: { id } }
  },
})
