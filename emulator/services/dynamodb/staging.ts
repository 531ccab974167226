import type { Operation, Part, Store } from './dynalite.ts'

/**
 * A store that reads what is there and only notes what is written, so that an action (or a hundred of them, in a
 * transaction) can be committed with all its index entries as one atomic batch, or not at all. The keys are locked by the
 * caller: see locks.ts.
 */
export function stage(store: Store): { readonly store: Store; readonly operations: Operation[] } {
  const operations: Operation[] = []
  const staged = (part: Part, prefix: string): Part => ({
    ...part,
    lock: (_key, run) => run((done) => done),
    put(key, value, done) {
      operations.push({ type: 'put', key: prefix + key, value })
      done()
    },
    del(key, done) {
      operations.push({ type: 'del', key: prefix + key })
      done()
    },
  })
  return {
    operations,
    store: {
      ...store,
      getItemDb: (table) => staged(store.getItemDb(table), itemPrefix(table)),
      getIndexDb: (type, table, index) =>
        staged(store.getIndexDb(type, table, index), `index-${type.toLowerCase()}~${table}~${index}~`),
    },
  }
}

/** What dynalite puts before the keys of a table's items. */
export const itemPrefix = (table: string) => `item-${table}~`
