import type { CronConfig, Handlers } from 'motia'

export const config: CronConfig = {
  type: 'cron',
  name: 'Nightly Clean-up',
  cron: '0 3 * * *',
  emits: [],
  flows: ['support'],
}

export const handler: Handlers['Nightly Clean-up'] = async ({ state, logger }) => {
  const tickets = await state.getGroup('tickets')
  logger.info('tickets', { count: tickets.length })
  await state.clear('labels')
}
