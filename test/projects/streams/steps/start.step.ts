import type { ApiRouteConfig, Handlers } from 'motia'
import { z } from 'zod'

export const config: ApiRouteConfig = {
  type: 'api',
  name: 'Start',
  method: 'POST',
  path: '/jobs/:id',
  bodySchema: z.object({ owner: z.string() }),
  emits: ['job.started'],
  flows: ['jobs'],
}

export const handler: Handlers['Start'] = async (req, { emit, streams }) => {
  const { id } = req.pathParams
  const job = await streams.progress.set('jobs', id, { percent: 0, note: 'started' })
  await emit({ topic: 'job.started', data: { id, owner: req.body.owner } })
  return { status: 202, body: job }
}
