import type { ApiRouteConfig, FlowContext } from 'motia'

type Req = { queryParams: Record<string, unknown>; seen?: string[] }

const outer = async (req: Req, _: FlowContext<unknown>, next: () => Promise<{ status: number; body: unknown }>) => {
  if (req.queryParams['key'] !== 'right') return { status: 401, body: { error: 'who are you' } }
  req.seen = [...(req.seen ?? []), 'outer']
  const answer = await next()
  return { ...answer, headers: { 'x-outer': 'yes' } }
}

const inner = async (req: Req, _: FlowContext<unknown>, next: () => Promise<unknown>) => {
  req.seen = [...(req.seen ?? []), 'inner']
  return await next()
}

export const config = {
  type: 'api',
  name: 'wrapped',
  method: 'GET',
  path: '/wrapped',
  emits: [],
  middleware: [outer, inner],
} as unknown as ApiRouteConfig

/** A handler inside of two middlewares. */
export const handler = async (req: Req) => ({ status: 200, body: { seen: req.seen } })
