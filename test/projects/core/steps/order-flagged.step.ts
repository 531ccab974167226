import { defineStep } from '@motiadev/core'
import * as z from 'zod'
import type { Order } from '../orders/order.ts'

export default defineStep({
  type: 'event',
  subscribes: ['order.flagged'],
  description: 'Puts an order with a high risk score on hold.',
  flows: ['orders'],
  input: z.object({ orderId: z.string(), score: z.number() }),
  async handler({ data, state, logger }) {
    await state.update<Order>(`order:${data.orderId}`, (order) => {
      if (!order) throw new Error(`no order ${data.orderId} in state`)
      return { ...order, onHold: true }
    })
    logger.warn('order on hold', { orderId: data.orderId, score: data.score })
  },
})
