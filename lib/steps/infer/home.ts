import type { SourceModule } from '../source/module.ts'
import type { Modules } from '../source/modules.ts'
import type { Import } from '../source/parts.ts'
import { keyName, type Node } from '../source/syntax.ts'
import { bind } from './bind.ts'
import { changesIn } from './changes.ts'
import { evaluate } from './evaluate.ts'
import { createFacts, type Machine } from './machine.ts'
import { innerScope, moduleScope, type Scope } from './scope.ts'
import { NOTHING, object, text, UNKNOWN, type Value } from './value.ts'

/** Makes machines that share what top-level names stand for; each has its own facts. */
export function createMachines(modules: Modules): () => Machine {
  const scopes = new Map<string, Scope>()
  const shared = createMachine()

  function scopeOf(module: SourceModule): Scope {
    const known = scopes.get(module.path)
    if (known) return known
    const scope = moduleScope(module, changesIn(module.program), (name, own) => topLevel(shared, module, name, own))
    scopes.set(module.path, scope)
    return scope
  }

  function createMachine(): Machine {
    return { modules, facts: createFacts(), scopeOf, calls: new Map(), escaped: new Set(), depth: 0 }
  }

  return createMachine
}

export function exportedValue(machine: Machine, module: SourceModule, name: string): Value {
  const part = module.exports.get(name)
  // `export * as orders from './orders'`
  if (part?.import?.imported === '*') return imported(machine, module, part.import)
  const found = machine.modules.exported(module, name)
  if (!found) return UNKNOWN
  const scope = machine.scopeOf(found.module)
  const [declared] = found.part.declares
  if (declared !== undefined) return scope.lookup(declared) ?? UNKNOWN
  return found.part.value ? evaluate(machine, found.part.value, scope) : UNKNOWN
}

function imported(machine: Machine, module: SourceModule, from: Import): Value {
  const path = machine.modules.resolve(module.path, from.source)
  if (!path || !/\.[cm]?[jt]sx?$/.test(path)) return UNKNOWN
  const target = machine.modules.load(path)
  return from.imported === '*' ? { kind: 'namespace', module: target } : exportedValue(machine, target, from.imported)
}

function topLevel(machine: Machine, module: SourceModule, name: string, scope: Scope): Value | null {
  const from = module.imports.get(name)
  if (from) return imported(machine, module, from)
  const value = module.locals.get(name)?.value
  if (!value) return null
  if (value.type !== 'VariableDeclarator') return declarationValue(value, scope) ?? evaluate(machine, value, scope)
  const holder = innerScope(scope)
  bind(machine, value.id, value.init ? evaluate(machine, value.init, scope) : NOTHING, holder)
  return holder.lookup(name)
}

/** What a function, class or enum declaration declares. */
export function declarationValue(node: Node, scope: Scope): Value | null {
  if (node.type === 'FunctionDeclaration') return { kind: 'function', node, scope }
  if (node.type === 'ClassDeclaration') return { kind: 'class', node, scope }
  return node.type === 'TSEnumDeclaration' ? enumValue(node) : null
}

function enumValue(node: Extract<Node, { type: 'TSEnumDeclaration' }>): Value {
  const members = node.body.members.map(({ id, initializer, computed }): [string, Value] => {
    const literal = initializer?.type === 'Literal' && typeof initializer.value === 'string' ? initializer.value : null
    return [keyName(id, computed) ?? '', literal === null ? UNKNOWN : text(literal)]
  })
  return object(members)
}
