export const config = {
  type: 'api',
  name: 'path',
  method: 'GET',
  path: '/files/:name.:ext',
  emits: [],
}
export const handler = async () => ({ status: 200, body: {} })
