import type { GroupState, SetOptions, State, StateQuery } from '../authoring/state.ts'
import type { Run } from '../invocation/run.ts'
import { stateCall } from './call.ts'
import { type ItemKey, joinKey, splitKey } from './key.ts'

/** The `state` of one run: keys as `order:123`. */
export function createState(run: Run): State {
  return {
    ...operations(run, splitKey),
    query: ({ prefix, filter, limit }) => {
      const { group, key } = splitKey(prefix)
      return query(run, group, key, joinKey, filter, limit)
    },
    group: (name) => createGroup(run, name),
  }
}

function createGroup(run: Run, group: string): GroupState {
  return {
    ...operations(run, (key) => ({ group, key })),
    query: ({ prefix = '', filter, limit } = {}) => query(run, group, prefix, ({ key }) => key, filter, limit),
  }
}

function operations(run: Run, locate: (key: string) => ItemKey): Pick<State, 'get' | 'set' | 'delete' | 'update'> {
  return {
    get: async <T>(key: string) => {
      const item = locate(key)
      const found = await stateCall(run, 'get', item.group, (table, call) => table.getItem(call, item))
      return found ? (JSON.parse(found.text) as T) : null
    },
    set: <T>(key: string, value: T, options?: SetOptions) => setValue(run, locate(key), value, options),
    delete: <T>(key: string) => deleteValue<T>(run, locate(key)),
    update: <T>(key: string, change: (current: T | null) => T | Promise<T>, options?: SetOptions) => {
      const item = locate(key)
      return stateCall(run, 'update', item.group, (table, call) => table.updateItem(call, item, change, options?.ttl))
    },
  }
}

export function setValue<T>(run: Run, item: ItemKey, value: T, options?: SetOptions): Promise<T> {
  return stateCall(run, 'set', item.group, async (table, call) => {
    await table.setItem(call, item, value, options?.ttl)
    return value
  })
}

export function deleteValue<T>(run: Run, item: ItemKey): Promise<T | null> {
  return stateCall(run, 'delete', item.group, async (table, call) => {
    const old = await table.deleteItem(call, item)
    return old ? (JSON.parse(old.text) as T) : null
  })
}

function query<T>(
  run: Run,
  group: string,
  prefix: string,
  name: (item: ItemKey) => string,
  filter: StateQuery<T>['filter'],
  limit = Number.POSITIVE_INFINITY,
): Promise<[string, T][]> {
  return stateCall(run, 'query', group, async (table, call) => {
    const found: [string, T][] = []
    if (limit <= 0) return found
    for await (const item of table.queryItems(call, group, prefix)) {
      const key = name(item)
      const value = JSON.parse(item.text) as T
      if (filter && !filter(value, key)) continue
      if (found.push([key, value]) >= limit) break
    }
    return found
  })
}
