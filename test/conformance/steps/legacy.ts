import type { EventConfig, FlowContext } from 'motia'

export const config: EventConfig = {
  type: 'event',
  name: 'legacy',
  subscribes: ['order.created'],
  emits: [],
  input: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
}

/** A Motia 0.x event Step. */
export const handler = async (input: { n?: number; fail?: boolean }, ctx: FlowContext<unknown>) => {
  if (input.fail) throw new Error('no luck')
  await ctx.state.set('legacy', String(input.n), input)
  await ctx.emit({ topic: 'order.paid', data: input })
}
