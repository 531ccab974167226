import { defineStep } from 'motia-aws'

/** Does what its input says. */
export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  emits: ['order.created', 'order.paid'],
  async handler({ data, topic, attempt, id, traceId, emit, state, logger }) {
    const { fail, forward, note } = (data ?? {}) as { fail?: string; forward?: string; note?: boolean }
    if (note) logger.info('seen', { data, topic, attempt, id, flow: traceId })
    if (fail) throw new RangeError(fail)
    if (forward) await emit('order.paid', { to: forward })
    await state.set(`done:${id}`, data ?? null)
  },
})
