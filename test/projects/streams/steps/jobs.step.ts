import type { ApiRouteConfig, Handlers } from 'motia'

export const config: ApiRouteConfig = {
  type: 'api',
  name: 'Jobs',
  method: 'GET',
  path: '/jobs',
  emits: [],
  flows: ['jobs'],
}

export const handler: Handlers['Jobs'] = async (_, { streams }) => ({
  status: 200,
  body: await streams.progress.getGroup('jobs'),
})
