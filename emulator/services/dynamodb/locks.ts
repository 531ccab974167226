/** Lets one piece of work at a time have a key. */
export interface Locks {
  /** Runs `work` when nothing else has any of these keys. All are asked for at once, so two pieces never wait for each other. */
  hold<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>
}

export function createLocks(): Locks {
  const tails = new Map<string, Promise<void>>()
  return {
    async hold(keys, work) {
      const { promise, resolve: release } = Promise.withResolvers<void>()
      const before = keys.map((key) => tails.get(key))
      for (const key of keys) tails.set(key, promise)
      try {
        await Promise.all(before)
        return await work()
      } finally {
        for (const key of keys) if (tails.get(key) === promise) tails.delete(key)
        release()
      }
    },
  }
}
