import { defineStep } from 'motia-aws'
import type { Order } from '../orders/order.ts'

const days = 30

export default defineStep({
  type: 'cron',
  expression: '0 3 * * *',
  timezone: 'Europe/Stockholm',
  description: `Deletes orders older than ${days} days, with all that hangs on them.`,
  flows: ['housekeeping'],
  async handler({ scheduledTime, state, logger }) {
    const limit = new Date(scheduledTime).getTime() - days * 24 * 60 * 60 * 1000
    const items = await state.query<Partial<Order>>({ prefix: 'order:' })
    const old = new Set(
      items.filter(([, value]) => value.createdAt && Date.parse(value.createdAt) < limit).map(([, value]) => value.id),
    )
    const keys = items.map(([key]) => key).filter((key) => old.has(key.split(':')[1]))
    await Promise.all(keys.map((key) => state.delete(key)))
    logger.info('old orders deleted', { orders: old.size, items: keys.length })
  },
})
