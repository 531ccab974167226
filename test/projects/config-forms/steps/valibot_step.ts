import { defineStep } from 'motia-aws'
import * as v from 'valibot'

export default defineStep({
  type: 'event',
  subscribes: [{ pattern: { source: ['aws.s3'] } }, 'ticket.opened'],
  input: v.object({ ticketId: v.string() }),
  async handler() {},
})
