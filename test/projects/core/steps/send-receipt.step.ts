import { defineStep } from 'motia'
import { type Order, orderReference } from '../orders/order.ts'
import type { Payment } from '../orders/payment.ts'

export default defineStep({
  type: 'event',
  subscribes: ['payment.completed'],
  description: 'Writes the receipt. A real app would hand it to its mail provider here.',
  flows: ['orders'],
  input: orderReference,
  async handler({ data, state, logger }) {
    const key = `order:${data.orderId}`
    const [order, payment] = await Promise.all([state.get<Order>(key), state.get<Payment>(`${key}:payment`)])
    if (!order || !payment) throw new Error(`no paid order ${data.orderId} in state`)
    await state.set(`${key}:receipt`, {
      to: order.email,
      reference: payment.reference,
      lines: order.items.map((item) => `${item.quantity} x ${item.sku}`),
      total: `${payment.amount.toFixed(2)} ${payment.currency}`,
    })
    logger.info('receipt written', { orderId: order.id, reference: payment.reference })
  },
})
