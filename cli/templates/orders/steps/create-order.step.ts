import { randomUUID } from 'node:crypto'
import { defineStep } from 'motia-aws'
import { type Order, orderRequest } from '../orders/order.ts'

export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/orders',
  description: 'Takes an order, stores it and tells the rest of the app.',
  flows: ['orders'],
  bodySchema: orderRequest,
  async handler({ body, emit, state }) {
    const id = randomUUID().slice(0, 8)
    const total = body.items.reduce((sum, item) => sum + item.price * item.quantity, 0)
    const order: Order = { ...body, id, total, status: 'open', createdAt: new Date().toISOString() }
    await state.set(`order:${id}`, order)
    await emit('order.created', { orderId: id })
    return { status: 201, body: order }
  },
})
