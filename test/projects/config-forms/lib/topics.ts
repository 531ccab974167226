import json from './topics.json'

export const Topics = { opened: json.opened, closed: 'ticket.closed' } as const
export const all = Object.values(Topics)
