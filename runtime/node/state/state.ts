import type { GroupState, SetOptions, State, StateQuery } from '../authoring/state.ts'
import type { Run } from '../invocation/run.ts'
import { stateCall } from './call.ts'
import { type ItemKey, joinKey, splitKey } from './key.ts'
import { writeValue } from './value.ts'

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
    get: (key) => getValue(run, locate(key)),
    set: (key, value, options) => setValue(run, locate(key), value, options),
    delete: (key) => deleteValue(run, locate(key)),
    update: (key, change, options) => {
      const item = locate(key)
      return stateCall(run, 'update', item.group, (remote, call) =>
        remote.then(({ updateItem }) => updateItem(call, item, change, options?.ttl)),
      )
    },
  }
}

export function getValue<T>(run: Run, item: ItemKey): Promise<T | null> {
  return stateCall(run, 'get', item.group, async (remote, call) => {
    const { getItem } = await remote
    const found = await getItem(call, item)
    return found ? (JSON.parse(found.text) as T) : null
  })
}

export function setValue<T>(run: Run, item: ItemKey, value: T, options?: SetOptions): Promise<T> {
  return stateCall(run, 'set', item.group, async (remote, call) => {
    // Written at once: what the handler changes after an unawaited call is not what it asked to store.
    const text = writeValue(item, value)
    const { setItem } = await remote
    await setItem(call, item, text, options?.ttl)
    return value
  })
}

export function deleteValue<T>(run: Run, item: ItemKey): Promise<T | null> {
  return stateCall(run, 'delete', item.group, async (remote, call) => {
    const { deleteItem } = await remote
    const old = await deleteItem(call, item)
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
  return stateCall(run, 'query', group, async (remote, call) => {
    const { queryItems } = await remote
    const found: [string, T][] = []
    if (limit <= 0) return found
    for await (const item of queryItems(call, group, prefix)) {
      const key = name(item)
      const value = JSON.parse(item.text) as T
      if (filter && !filter(value, key)) continue
      if (found.push([key, value]) >= limit) break
    }
    return found
  })
}
