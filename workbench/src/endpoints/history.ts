import { useSyncExternalStore } from 'react'
import type { ApiResponse } from '../../../cli/dev/protocol.ts'
import type { Draft } from './draft.ts'

export interface Call {
  readonly id: string
  /** ms since 1970. */
  readonly time: number
  readonly step: string
  readonly draft: Draft
  /** Null when the request itself failed: no answer at all. */
  readonly response: ApiResponse | null
  readonly error?: string
}

const kept = 50

/** Larger bodies are not kept over a reload: localStorage holds 5 MB in all. */
const bodyLimit = 20_000

const listeners = new Set<() => void>()
const held = new Map<string, readonly Call[]>()

const keyOf = (app: string) => `workbench.calls.${app}`

function callsOf(app: string): readonly Call[] {
  const calls = held.get(app)
  if (calls) return calls
  const stored = localStorage.getItem(keyOf(app))
  const read = stored ? (JSON.parse(stored) as readonly Call[]) : []
  held.set(app, read)
  return read
}

export function keepCall(app: string, call: Call): void {
  const calls = [call, ...callsOf(app)].slice(0, kept)
  held.set(app, calls)
  const stored = calls.map((one) =>
    one.response && one.response.body.length > bodyLimit ? { ...one, response: { ...one.response, body: '' } } : one,
  )
  localStorage.setItem(keyOf(app), JSON.stringify(stored))
  for (const listener of listeners) listener()
}

export function clearCalls(app: string): void {
  held.set(app, [])
  localStorage.removeItem(keyOf(app))
  for (const listener of listeners) listener()
}

/** Calls made in this browser, newest first. */
export function useCalls(app: string): readonly Call[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => callsOf(app),
  )
}

/** Plain values at the top of the latest answers: an `id` that was just made fills in the `:id` of the next route. */
export function rememberedValues(calls: readonly Call[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const { response } of calls.slice(0, 10).toReversed()) {
    if (!response || response.status >= 400 || !response.body.startsWith('{')) continue
    try {
      for (const [name, value] of Object.entries(JSON.parse(response.body) as object))
        if (typeof value === 'string' || typeof value === 'number') values.set(name, String(value))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
  }
  return values
}
