import type { EmulatorEvent } from '../model.ts'

/** Tells listeners what happens. */
export interface EventHub {
  emit(event: EmulatorEvent): void
  /** As {@link EventHub.emit}, but many of the same kind within a moment become one. */
  emitSoon(key: string, event: EmulatorEvent): void
  readonly listened: boolean
  on(listener: (event: EmulatorEvent) => void): () => void
  stop(): void
}

const moment = 40

export function createEventHub(): EventHub {
  const listeners = new Set<(event: EmulatorEvent) => void>()
  const soon = new Map<string, EmulatorEvent>()
  let timer: NodeJS.Timeout | undefined

  const emit = (event: EmulatorEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const flush = (): void => {
    timer = undefined
    const events = [...soon.values()]
    soon.clear()
    for (const event of events) emit(event)
  }
  return {
    emit,
    emitSoon(key, event) {
      if (listeners.size === 0) return
      soon.set(key, event)
      timer ??= setTimeout(flush, moment).unref()
    },
    get listened() {
      return listeners.size > 0
    },
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop: () => clearTimeout(timer),
  }
}
