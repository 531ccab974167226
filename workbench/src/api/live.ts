import { useSyncExternalStore } from 'react'
import type { EmulatorEvent } from '../../../cli/dev/protocol.ts'

type Invocation = Extract<EmulatorEvent, { type: 'invocation.start' | 'invocation.end' }>

/** A run of 5 ms would not be seen: its card stays lit at least so long, in ms. */
const shown = 700

const running = new Map<string, string>()
const listeners = new Set<() => void>()
let lit: ReadonlySet<string> = new Set()

function publish(): void {
  const next = new Set(running.values())
  if (next.size === lit.size && [...next].every((step) => lit.has(step))) return
  lit = next
  for (const listener of listeners) listener()
}

/** Lights a Step when an invocation starts, and puts it out after it ended. */
export function noteInvocation(event: Invocation): void {
  if (event.type === 'invocation.start') {
    running.set(event.requestId, event.step)
    publish()
    return
  }
  setTimeout(() => {
    running.delete(event.requestId)
    publish()
  }, shown)
}

/** Whether a Step runs right now. */
export function useIsRunning(step: string): boolean {
  return useSyncExternalStore(subscribe, () => lit.has(step))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
