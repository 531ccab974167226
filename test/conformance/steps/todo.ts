import type { ApiRouteConfig, FlowContext } from 'motia'

export const config: ApiRouteConfig = {
  type: 'api',
  name: 'todo',
  method: 'POST',
  path: '/todos/:list',
  emits: ['order.created'],
  flows: ['todos'],
  bodySchema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
}

/** Does what its body says, as a Motia 0.x Step. */
export const handler = async (
  req: { pathParams: Record<string, string>; queryParams: unknown; body: { title?: unknown; do?: string } },
  ctx: FlowContext<unknown>,
) => {
  switch (req.body.do) {
    case 'throw':
      throw new Error('secret detail')
    case 'nothing':
      return undefined
    case 'no-status':
      return { body: 'x' }
    case 'text':
      return { status: 200, body: 'hi' }
    case 'bytes':
      return { status: 200, body: Buffer.from([1, 2]) }
    case 'state': {
      const set = await ctx.state.set('todos', 'a', { data: 1 })
      await ctx.state.set('todos', 'b', [2])
      const values = await ctx.state.getGroup('todos')
      const removed = await ctx.state.delete('todos', 'b')
      await ctx.state.clear('other')
      return { status: 200, body: { set, get: await ctx.state.get('todos', 'a'), values, removed } }
    }
    case 'emit':
      await ctx.emit({ topic: 'order.created', data: { list: req.pathParams['list'] } })
      await ctx.emit({ topic: 'order.paid', data: {} })
      return { status: 200, body: {} }
    default:
      return {
        status: 201,
        headers: { 'X-Trace': ctx.traceId },
        body: { query: req.queryParams, body: req.body, list: req.pathParams['list'] },
      }
  }
}
