import { defineStep } from 'motia-aws'

const input = { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] } as const

/** Takes only what fits its schema. */
export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  input,
  async handler({ data, state }) {
    await state.set(`checked:${(data as { orderId: string }).orderId}`, true)
  },
})
