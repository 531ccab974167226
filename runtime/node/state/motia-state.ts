import type { StateManager } from '../authoring/motia.ts'
import type { Run } from '../invocation/run.ts'
import { stateCall } from './call.ts'
import { deleteValue, setValue } from './state.ts'

/** Motia 0.x's `state` of one run: group and key apart. */
export function createMotiaState(run: Run): StateManager {
  return {
    get: <T>(group: string, key: string) =>
      stateCall(run, 'get', group, async (table, call) => {
        const found = await table.getItem(call, { group, key })
        return found ? (JSON.parse(found.text) as T) : null
      }),
    set: (group, key, value) => setValue(run, { group, key }, value),
    delete: (group, key) => deleteValue(run, { group, key }),
    getGroup: <T>(group: string) =>
      stateCall(run, 'getGroup', group, async (table, call) => {
        const values: T[] = []
        for await (const { text } of table.queryItems(call, group)) values.push(JSON.parse(text) as T)
        return values
      }),
    clear: (group) => stateCall(run, 'clear', group, (table, call) => table.clearItems(call, group)),
  }
}
