import { defineStep } from 'motia'
import type { Order } from '../orders/order.ts'

const days = 30

export default defineStep({
  type: 'cron',
  expression: '0 3 * * *',
  timezone: 'Europe/Stockholm',
  description: `Deletes orders older than ${days} days, with all that hangs on them.`,
  flows: ['housekeeping'],
  async handler({ scheduledTime, state, logger }) {
    const limit = scheduledTime.getTime() - days * 24 * 60 * 60 * 1000
    const old = await state.query<Order>({
      prefix: 'order:',
      filter: (value) => value.createdAt !== undefined && Date.parse(value.createdAt) < limit,
    })
    const parts = await Promise.all(old.map(([key]) => state.query({ prefix: `${key}:` })))
    const keys = [...old, ...parts.flat()].map(([key]) => key)
    await Promise.all(keys.map((key) => state.delete(key)))
    logger.info('old orders deleted', { orders: old.length, items: keys.length })
  },
})
