import { defineStep } from 'motia-aws'
import type { Order } from '../orders/order.ts'

const days = 30

export default defineStep({
  type: 'cron',
  expression: '0 3 * * *',
  description: `Deletes orders older than ${days} days.`,
  flows: ['housekeeping'],
  async handler({ scheduledTime, state, logger }) {
    const limit = scheduledTime.getTime() - days * 24 * 60 * 60 * 1000
    const orders = await state.query<Order>({ prefix: 'order:' })
    const old = orders.filter(([, order]) => Date.parse(order.createdAt) < limit)
    await Promise.all(old.map(([key]) => state.delete(key)))
    logger.info('old orders deleted', { orders: old.length })
  },
})
