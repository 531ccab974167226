import '../lib/register'

export const config = { type: 'event', name: 'SideEffect', subscribes: [globalThis.prefix.concat('.opened')], emits: [] }
export const handler = async () => {}
