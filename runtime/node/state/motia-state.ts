import type { StateManager } from '../authoring/motia.ts'
import type { Run } from '../invocation/run.ts'
import { stateCall } from './call.ts'
import { deleteValue, getValue, setValue } from './state.ts'

/** Motia 0.x's `state` of one run: group and key apart. */
export function createMotiaState(run: Run): StateManager {
  return {
    get: (group, key) => getValue(run, { group, key }),
    set: (group, key, value) => setValue(run, { group, key }, value),
    delete: (group, key) => deleteValue(run, { group, key }),
    getGroup: <T>(group: string) =>
      stateCall(run, 'getGroup', group, async (remote, call) => {
        const { queryItems } = await remote
        const values: T[] = []
        for await (const { text } of queryItems(call, group, '')) values.push(JSON.parse(text) as T)
        return values
      }),
    clear: (group) =>
      stateCall(run, 'clear', group, (remote, call) => remote.then(({ clearItems }) => clearItems(call, group))),
  }
}
