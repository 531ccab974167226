import type { StreamAuthConfig, StreamConfig } from '../../authoring/streams.ts'
import { StepNotFoundError } from '../../errors.ts'

/** What the gateway's entry gives. */
export interface GatewayOptions {
  /** All streams of the project; null lets everybody join, a stream file's exports say who may. */
  readonly streams: Readonly<Record<string, object | null>>
  /** The exports of `motia.config`, where it has `streamAuth`. */
  readonly auth?: object
}

export type CanAccess = NonNullable<StreamConfig['canAccess']>

/** By stream: who may join, undefined when everybody may. What should be guarded and is not lets nobody in. */
export function guardsOf({ streams }: GatewayOptions): ReadonlyMap<string, CanAccess | undefined> {
  return new Map(
    Object.entries(streams).map(([name, module]) => {
      if (!module) return [name, undefined]
      const config = (holder(module, 'config')?.['config'] ?? holder(module, 'canAccess')) as StreamConfig | undefined
      return [
        name,
        (subscription, context) => {
          if (typeof config?.canAccess === 'function') return config.canAccess(subscription, context)
          throw new StepNotFoundError(
            `stream "${name}" exports no config with canAccess: nobody could be kept out of it`,
          )
        },
      ]
    }),
  )
}

/** @throws StepNotFoundError */
export function authenticateOf({ auth }: GatewayOptions): StreamAuthConfig['authenticate'] | undefined {
  if (!auth) return undefined
  const settings = holder(auth, 'streamAuth')?.['streamAuth'] as StreamAuthConfig | undefined
  if (typeof settings?.authenticate === 'function') return (request) => settings.authenticate(request)
  throw new StepNotFoundError('motia.config exports no streamAuth with authenticate: nobody could be told apart')
}

/** Exports, a default export, or what CommonJS made of either: that which has the name. */
function holder(module: object, name: string): Readonly<Record<string, unknown>> | undefined {
  let exports: unknown = module
  while (typeof exports === 'object' && exports !== null) {
    if (name in exports) return exports as Record<string, unknown>
    exports = (exports as { default?: unknown }).default
  }
  return undefined
}
