import { build } from 'esbuild'

/** What the public client of Motia's streams gives, as far as the tests use it. */
export interface StreamClient {
  subscribeItem(stream: string, groupId: string, id: string): Subscription<Item | null>
  subscribeGroup(stream: string, groupId: string): Subscription<Item[]>
  close(): void
}

export interface Subscription<Data> {
  getState(): Data
  addChangeListener(listener: (data: Data) => void): void
  onEvent(type: string, listener: (data: unknown) => void): void
  close(): void
}

export type Item = { readonly id: string } & Readonly<Record<string, unknown>>

/** `@motiadev/stream-client-browser`, bundled as browsers get it: its modules import each other without extensions. */
export async function loadClient(): Promise<new (address: string) => StreamClient> {
  const { outputFiles } = await build({
    stdin: { contents: `export { Stream } from '@motiadev/stream-client-browser'`, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  })
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64')
  const { Stream } = (await import(`data:text/javascript;base64,${code}`)) as {
    Stream: new (address: string) => StreamClient
  }
  return Stream
}
