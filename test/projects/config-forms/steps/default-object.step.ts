import { client } from '../lib/clients'

const config = { type: 'cron', name: 'DefaultObject', cron: '@daily', emits: [] }

export default { config, handler: async () => client }
