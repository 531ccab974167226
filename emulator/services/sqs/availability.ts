import type { Clock } from '../../ports.ts'

/** Tells who waits for a queue that a message may have become receivable. */
export interface Availability {
  /** A message can be received now. Listeners hear of it after the present turn, once for many messages. */
  announce(queue: string): void
  /** A message can be received at `time`. */
  announceAt(queue: string, time: number): void
  listen(queue: string, listener: () => void): () => void
  stop(): void
}

/** `nextTime` gives when the next message of a queue falls due after now, if any does. */
export function createAvailability(clock: Clock, nextTime: (queue: string) => number | undefined): Availability {
  const listeners = new Map<string, Set<() => void>>()
  const timers = new Map<string, { readonly time: number; readonly cancel: () => void }>()
  const announced = new Set<string>()
  let stopped = false

  const announce = (queue: string) => {
    if (!listeners.has(queue) || announced.has(queue)) return
    announced.add(queue)
    queueMicrotask(() => {
      announced.delete(queue)
      for (const listener of [...(listeners.get(queue) ?? [])]) listener()
    })
  }

  // One timer for each queue, at the earliest time known; each time it fires it asks for the next.
  const announceAt = (queue: string, time: number) => {
    if (stopped) return
    const timer = timers.get(queue)
    if (timer !== undefined && timer.time <= time) return
    timer?.cancel()
    const cancel = clock.at(time, () => {
      timers.delete(queue)
      const next = nextTime(queue)
      if (next !== undefined) announceAt(queue, next)
      announce(queue)
    })
    timers.set(queue, { time, cancel })
  }

  return {
    announce,
    announceAt,
    listen(queue, listener) {
      const own = () => listener()
      const set = listeners.get(queue) ?? new Set()
      listeners.set(queue, set.add(own))
      const next = nextTime(queue)
      if (next !== undefined) announceAt(queue, next)
      return () => {
        set.delete(own)
        if (set.size === 0 && listeners.get(queue) === set) listeners.delete(queue)
      }
    },
    stop() {
      stopped = true
      for (const { cancel } of timers.values()) cancel()
      timers.clear()
      listeners.clear()
    },
  }
}
