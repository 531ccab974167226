import { ApiRouteConfig, Handlers } from 'motia'
import { z } from 'zod'
import { supportFlow, Topic } from '../services/topics'
import { withErrors } from '../services/with-errors.middleware'

const bodySchema = z.object({ title: z.string().min(3), urgent: z.boolean().default(false) })

export const config: ApiRouteConfig = {
  type: 'api',
  name: 'OpenTicket',
  description: 'Opens a ticket',
  method: 'POST',
  path: '/tickets/:team',
  bodySchema,
  responseSchema: { 200: z.object({ ticketId: z.string() }) },
  middleware: [withErrors],
  emits: [Topic.TicketOpened, { topic: 'ticket.urgent', label: 'urgent only', conditional: true }],
  flows: supportFlow,
}

export const handler: Handlers['OpenTicket'] = async (req, { emit, state, logger }) => {
  const ticketId = crypto.randomUUID()
  await state.set('tickets', ticketId, { ...req.body, team: req.pathParams.team })
  await emit({ topic: Topic.TicketOpened, data: { ticketId } })
  if (req.body.urgent) await emit({ topic: 'ticket.urgent', data: { ticketId } })
  logger.info('opened', { ticketId })
  return { status: 200, body: { ticketId } }
}
