import { defineStep } from 'motia-aws'
import { type Order, orderReference } from '../orders/order.ts'

export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  description: 'Marks an order as paid. Ask your payment provider here, with the order id as its idempotency key.',
  flows: ['orders'],
  input: orderReference,
  async handler({ data, state, logger }) {
    await state.update<Order>(`order:${data.orderId}`, (order) => {
      if (!order) throw new Error(`no order ${data.orderId} in state`)
      return { ...order, status: 'paid' }
    })
    logger.info('order paid', { orderId: data.orderId })
  },
})
