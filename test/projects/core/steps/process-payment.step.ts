import { defineStep } from '@motiadev/core'
import { type Order, orderReference } from '../orders/order.ts'
import { charge } from '../orders/payment.ts'

export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  description: 'Charges the customer.',
  flows: ['orders'],
  input: orderReference,
  infrastructure: { queue: { maxRetries: 5 } },
  async handler({ data, emit, state, logger }) {
    const key = `order:${data.orderId}`
    const order = await state.get<Order>(key)
    if (!order) throw new Error(`no order ${data.orderId} in state`)
    const payment = charge(order)
    await state.set(`${key}:payment`, payment)
    await state.update<Order>(key, (current) => ({
      ...(current ?? order),
      status: payment.accepted ? 'paid' : 'declined',
    }))
    if (payment.accepted) await emit('payment.completed', { orderId: order.id })
    else logger.warn('payment declined', { orderId: order.id, reason: payment.reason })
  },
})
