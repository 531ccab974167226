/** What is due when: entries in order of time, and of insertion where the time is the same. */
export interface Timeline {
  add(time: number, run: () => void): () => void
  /** Time of the earliest entry. */
  next(): number | undefined
  /** Takes the earliest entry if it is due at `time`. */
  take(time: number): { readonly time: number; readonly run: () => void } | undefined
}

interface Entry {
  readonly time: number
  readonly run: () => void
  cancelled: boolean
}

/** An array sorted by time: an emulator has some dozens of entries, rarely thousands. */
export function createTimeline(): Timeline {
  const entries: Entry[] = []
  const dropCancelled = () => {
    while (entries[0]?.cancelled) entries.shift()
  }
  return {
    add(time, run) {
      const entry: Entry = { time, run, cancelled: false }
      entries.splice(firstAfter(entries, time), 0, entry)
      return () => {
        entry.cancelled = true
      }
    },
    next() {
      dropCancelled()
      return entries[0]?.time
    },
    take(time) {
      dropCancelled()
      const first = entries[0]
      if (first === undefined || first.time > time) return undefined
      entries.shift()
      return first
    },
  }
}

function firstAfter(entries: readonly Entry[], time: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (entries[middle]!.time <= time) low = middle + 1
    else high = middle
  }
  return low
}
