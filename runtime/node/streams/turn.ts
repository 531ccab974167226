const lastOf = new Map<string, Promise<unknown>>()

/** Does `work` after all work of the same name that was asked for before, whether that failed or not. */
export function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const mine = (lastOf.get(name) ?? Promise.resolve()).then(work, work)
  lastOf.set(name, mine)
  const forget = () => {
    if (lastOf.get(name) === mine) lastOf.delete(name)
  }
  mine.then(forget, forget)
  return mine
}
