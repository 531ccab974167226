export const config = {
  type: 'cron',
  name: 'cron',
  cron: '61 * * * *',
  emits: [],
}
export const handler = async () => {}
