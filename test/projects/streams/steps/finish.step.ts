import type { EventConfig, Handlers } from 'motia'
import { z } from 'zod'

export const config: EventConfig = {
  type: 'event',
  name: 'Finish',
  subscribes: ['job.done'],
  input: z.object({ id: z.string(), owner: z.string() }),
  emits: [],
  flows: ['jobs'],
}

export const handler: Handlers['Finish'] = async ({ id, owner }, { streams }) => {
  await streams.inbox.set(owner, id, { text: `job ${id} is done` })
  await streams.progress.delete('jobs', id)
}
