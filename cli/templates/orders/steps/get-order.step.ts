import { defineStep } from 'motia-aws'
import type { Order } from '../orders/order.ts'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/orders/:id',
  description: 'One order.',
  flows: ['orders'],
  async handler({ params, state }) {
    const order = await state.get<Order>(`order:${params.id}`)
    return order ? { status: 200, body: order } : { status: 404, body: { error: `no order ${params.id}` } }
  },
})
