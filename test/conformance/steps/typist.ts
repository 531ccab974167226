import { defineStep } from 'motia-aws'

/** A stream of `defineStep`. */
export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  async handler({ data, streams, logger }) {
    await streams['chat']!.send({ groupId: 'room' }, { type: 'typing', data })
    logger.info('done', { result: await streams['chat']!.getGroup('room') })
  },
})
