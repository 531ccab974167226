export const config = {
  type: 'event',
  name: 'unknown-key',
  subscribe: ['typo'],
  subscribes: ['loop.a'],
  emits: ['loop.b', 'nobody.hears'],
  infrastructure: { handler: { timeout: 901 }, queue: { batchsize: 5 } },
}
export const handler = async () => {}
