import type { CronConfig, FlowContext } from 'motia'

export const config: CronConfig = { type: 'cron', name: 'legacy-cron', cron: '0 3 * * *', emits: ['order.created'] }

/** A Motia 0.x cron Step. */
export const handler = async (ctx: FlowContext<unknown>) => {
  await ctx.emit({ topic: 'order.created', data: { flows: ctx.flows } })
}
