export enum Topic {
  TicketOpened = 'ticket.opened',
  TicketTriaged = 'ticket/triaged',
}

export const supportFlow = ['support']
