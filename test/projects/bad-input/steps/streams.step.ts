export const config = { type: 'event', name: 'streams', subscribes: ['nobody.hears.too'], emits: [] }
export const handler = async (_input: unknown, { streams }: { streams: { chat: { set(...x: unknown[]): Promise<void> } } }) => {
  await streams.chat.set('a', 'b', {})
}
