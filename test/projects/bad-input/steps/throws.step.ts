import { topic } from '../services/limits'

export const config = { type: 'event', name: 'throws', subscribes: [topic], emits: [] }
export const handler = async () => {}
