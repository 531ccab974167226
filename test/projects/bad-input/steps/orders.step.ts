export const config = { type: 'api', name: 'orders', method: 'GET', path: '/orders/:id', emits: [] }
export const handler = async () => ({ status: 200, body: {} })
