import { defineStep } from 'motia-aws'

/** Every state call; its answer is what they gave. */
export default defineStep({
  type: 'event',
  subscribes: ['order.created'],
  async handler({ data, state, logger }) {
    const { op, key, value, prefix, group, ttl, limit } = data as {
      op: string
      key: string
      value: unknown
      prefix: string
      group: string
      ttl?: number
      limit?: number
    }
    const run = async (): Promise<unknown> => {
      switch (op) {
        case 'get':
          return await state.get(key)
        case 'set':
          return await state.set(key, value, { ttl })
        case 'delete':
          return await state.delete(key)
        case 'query':
          return await state.query({ prefix, limit })
        case 'filter':
          return await state.query({ prefix, filter: (found) => found !== value })
        case 'update':
          return await state.update<number>(key, (current) => (current ?? 0) + 1)
        case 'group':
          return [await state.group(group).get(key), await state.group(group).query({ prefix })]
        default:
          throw new Error(`no operation ${op}`)
      }
    }
    logger.info('done', { result: await run() })
  },
})
