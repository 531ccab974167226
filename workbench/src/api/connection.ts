import { useSyncExternalStore } from 'react'

let connected = true
const listeners = new Set<() => void>()

export function setConnected(now: boolean): void {
  if (connected === now) return
  connected = now
  for (const listener of listeners) listener()
}

/** False while the dev server cannot be reached; the browser tries again by itself. */
export function useConnected(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => connected,
  )
}
