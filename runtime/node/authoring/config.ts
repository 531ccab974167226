import type { StreamAuthConfig } from './streams.ts'

/** What a `motia.config.ts` may hold; all but `streamAuth` is replaced by AWS. */
export interface Config {
  streamAuth?: StreamAuthConfig
  [setting: string]: unknown
}

/** Names the type of a `motia.config.ts`: `export default config({ streamAuth: { ... } })`. */
export function config<C extends Config>(settings: C): C {
  return settings
}

export { config as defineConfig }
