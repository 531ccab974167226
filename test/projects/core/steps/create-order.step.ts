import { randomUUID } from 'node:crypto'
import { defineStep } from '@motiadev/core'
import { type Order, orderRequest, totalOf } from '../orders/order.ts'

export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/orders',
  description: 'Takes an order, stores it and tells the rest of the app.',
  flows: ['orders'],
  bodySchema: orderRequest,
  async handler({ body, emit, state, logger }) {
    const id = randomUUID().slice(0, 8)
    const order: Order = {
      ...body,
      id,
      total: totalOf(body.items),
      status: 'open',
      createdAt: new Date().toISOString(),
    }
    await state.set(`order:${id}`, order)
    await emit('order.created', { orderId: id })
    logger.info('order created', { orderId: id, total: order.total })
    return { status: 201, body: order }
  },
})
