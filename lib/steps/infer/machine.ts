import type { Location, StateOperation, StreamOperation } from '../model.ts'
import type { CodeFacts, StreamFact } from '../normalise/index.ts'
import { locationOf, type SourceModule } from '../source/module.ts'
import type { Modules } from '../source/modules.ts'
import type { Node } from '../source/syntax.ts'
import type { Scope } from './scope.ts'
import { type FunctionValue, STATE_OPERATIONS, STREAM_OPERATIONS, type Value } from './value.ts'

/** Goes through a handler and what it calls, each function once for each kind of arguments, and notes what it finds. */
export interface Machine {
  readonly modules: Modules
  readonly facts: Facts
  readonly scopeOf: (module: SourceModule) => Scope
  /** Results of calls by function and arguments; a call in progress counts as unknown. */
  readonly calls: Map<string, Value>
  /** Functions whose calls nobody sees, already gone through. */
  readonly escaped: Set<FunctionValue['node']>
  /** Calls in progress. */
  depth: number
}

export interface Facts {
  emit(topics: readonly string[], node: Node, scope: Scope): void
  unknown(reason: string, node: Node, scope: Scope): void
  state(operation: StateOperation | 'all'): void
  /** `*` is a stream whose name the code hides. */
  stream(name: string, operation: StreamOperation | 'all', node: Node, scope: Scope): void
  result(): Omit<CodeFacts, 'environment'>
}

export function createFacts(): Facts {
  const emits = new Map<string, Location>()
  const unknown = new Map<string, { reason: string; location: Location }>()
  const state = new Set<StateOperation>()
  const streams = new Map<string, StreamFact>()
  return {
    emit(topics, node, scope) {
      for (const topic of topics) if (!emits.has(topic)) emits.set(topic, locationOf(scope.module, node.start))
    },
    unknown(reason, node, scope) {
      const location = locationOf(scope.module, node.start)
      unknown.set(`${location.file}:${location.line}`, { reason, location })
    },
    state(operation) {
      for (const each of operation === 'all' ? STATE_OPERATIONS : [operation]) state.add(each)
    },
    stream(name, operation, node, scope) {
      const location = locationOf(scope.module, node.start)
      for (const each of operation === 'all' ? STREAM_OPERATIONS : [operation]) {
        const key = `${each} ${name}`
        if (!streams.has(key)) streams.set(key, { stream: name, operation: each, location })
      }
    },
    result: () => ({
      emits: [...emits].map(([topic, location]) => ({ topic, location })),
      unknown: [...unknown.values()],
      state: [...state],
      streams: [...streams.values()],
    }),
  }
}
