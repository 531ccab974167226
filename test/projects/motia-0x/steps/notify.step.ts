import type { EventConfig, Handlers } from 'motia'

export const config: EventConfig = {
  type: 'event',
  name: 'Notify',
  subscribes: ['ticket/triaged'],
  emits: [],
  input: { type: 'object', properties: { ticketId: { type: 'string' }, label: { type: 'string' } }, required: ['ticketId'] } as never,
  flows: ['support'],
}

export const handler: Handlers['Notify'] = async (input, { logger }) => {
  logger.info('triaged', input)
}
