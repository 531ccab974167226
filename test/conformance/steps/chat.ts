import type { EventConfig, FlowContext } from 'motia'

export const config: EventConfig = { type: 'event', name: 'chat', subscribes: ['order.created'], emits: [] }

interface Input {
  op: 'get' | 'set' | 'delete' | 'getGroup' | 'send' | 'unawaited'
  stream?: string
  group: string
  id: string
  data: Record<string, unknown>
  /** Characters of a text to store. */
  size?: number
}

/** Every call of a stream; its answer is what they gave. */
export const handler = async ({ op, stream = 'chat', group, id, data, size }: Input, ctx: FlowContext<unknown>) => {
  const chat = ctx.streams[stream]!
  const run = async (): Promise<unknown> => {
    switch (op) {
      case 'get':
        return await chat.get(group, id)
      case 'set':
        return await chat.set(group, id, size === undefined ? data : { text: 'é'.repeat(size) })
      case 'delete':
        return await chat.delete(group, id)
      case 'getGroup':
        return await chat.getGroup(group)
      case 'send':
        return await chat.send({ groupId: group, ...(id && { id }) }, { type: 'typing', data })
      case 'unawaited':
        for (const n of [1, 2, 3]) void chat.set(group, id, { n })
        return void chat.delete(group, id)
    }
  }
  ctx.logger.info('done', { result: (await run()) ?? null })
}
