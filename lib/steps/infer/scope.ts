import type { SourceModule } from '../source/module.ts'
import type { Changes } from './changes.ts'
import type { Value } from './value.ts'

/** The names in force at a place in a module. */
export interface Scope {
  readonly id: number
  readonly module: SourceModule
  /** What changes after its declaration in the function, or module, that this scope is part of. */
  readonly changes: Changes
  readonly inFunction: boolean
  lookup(name: string): Value | null
  declare(name: string, value: Value): void
}

let count = 0

/** A scope inside another one. A function's own scope brings the changes of its body, unless it is inside a function. */
export function innerScope(parent: Scope, changes: Changes = parent.changes): Scope {
  const names = new Map<string, Value>()
  count += 1
  return {
    id: count,
    module: parent.module,
    changes,
    inFunction: true,
    lookup: (name) => names.get(name) ?? parent.lookup(name),
    declare: (name, value) => names.set(name, value),
  }
}

/** The scope of a module: `find` says what a top-level name stands for, when first asked. */
export function moduleScope(
  module: SourceModule,
  changes: Changes,
  find: (name: string, scope: Scope) => Value | null,
): Scope {
  const names = new Map<string, Value | null>()
  count += 1
  const scope: Scope = {
    id: count,
    module,
    changes,
    inFunction: false,
    lookup(name) {
      const known = names.get(name)
      if (known !== undefined) return known
      names.set(name, null)
      const value = find(name, scope)
      names.set(name, value)
      return value
    },
    declare: (name, value) => names.set(name, value),
  }
  return scope
}
