import { defineStep } from '@motiadev/core'
import type { Order } from '../orders/order.ts'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/orders/:id',
  description: 'An order with what the other Steps found out about it.',
  flows: ['orders'],
  async handler({ params, state }) {
    const [order, payment, receipt, risk] = await Promise.all([
      state.get<Order>(`order:${params.id}`),
      state.get(`order:${params.id}:payment`),
      state.get(`order:${params.id}:receipt`),
      state.get(`order:${params.id}:risk`),
    ])
    if (!order) return { status: 404, body: { error: `no order ${params.id}` } }
    return { status: 200, body: { ...order, payment, receipt, risk } }
  },
})
