import { EventConfig, Handlers } from 'motia'
import { z } from 'zod'
import { model } from '../services/ai'
import { supportFlow, Topic } from '../services/topics'

export const config: EventConfig = {
  type: 'event',
  name: 'Triage',
  subscribes: [Topic.TicketOpened, 'ticket.urgent'],
  emits: [Topic.TicketTriaged],
  input: z.object({ ticketId: z.string() }),
  flows: supportFlow,
  infrastructure: { handler: { ram: 512, timeout: 30 }, queue: { type: 'standard', maxRetries: 5, visibilityTimeout: 60 } },
}

export const handler: Handlers['Triage'] = async ({ ticketId }, { emit, state }) => {
  const ticket = await state.get<{ title: string }>('tickets', ticketId)
  const label = await model.label(ticket?.title ?? '')
  await state.set('labels', ticketId, label)
  await emit({ topic: Topic.TicketTriaged, data: { ticketId, label } })
}
