import { bind } from './bind.ts'
import { changesIn } from './changes.ts'
import { evaluate } from './evaluate.ts'
import type { Machine } from './machine.ts'
import { innerScope, type Scope } from './scope.ts'
import { signature } from './signature.ts'
import { execute } from './statements.ts'
import { leave } from './unseen.ts'
import { type FunctionValue, join, UNKNOWN, type Value } from './value.ts'

/** Deeper calls than this are not followed. */
const MOST_CALLS = 40

/** Goes through a function with what is known of its arguments; gives what it returns. */
export function callFunction(machine: Machine, target: FunctionValue, values: readonly Value[]): Value {
  const { node, scope } = target
  const key = signature([target, ...values])
  const before = machine.calls.get(key)
  if (before) return before
  machine.calls.set(key, UNKNOWN)
  const inner = functionScope(target)
  if (machine.depth >= MOST_CALLS) {
    for (const value of values) leave(machine, value, node, scope)
    return UNKNOWN
  }
  machine.depth += 1
  if (node.type !== 'ArrowFunctionExpression') inner.declare('arguments', { kind: 'list', items: values, open: false })
  for (const [index, parameter] of node.params.entries()) {
    if (parameter.type === 'RestElement')
      bind(machine, parameter, { kind: 'list', items: values.slice(index), open: false }, inner)
    else bind(machine, parameter, values[index], inner)
  }
  const result = body(machine, target, inner)
  machine.depth -= 1
  machine.calls.set(key, result)
  return result
}

/** A function given to code that is not followed may be called with anything. */
export function callUnseen(machine: Machine, target: FunctionValue): void {
  if (machine.escaped.has(target.node)) return
  machine.escaped.add(target.node)
  const result = callFunction(
    machine,
    target,
    target.node.params.map(() => UNKNOWN),
  )
  leave(machine, result, target.node, target.scope)
}

function functionScope({ node, scope, self }: FunctionValue): Scope {
  const inner = innerScope(scope, scope.inFunction ? scope.changes : changesIn(node))
  if (self) inner.declare('this', self)
  return inner
}

function body(machine: Machine, { node }: FunctionValue, scope: Scope): Value {
  if (!node.body) return UNKNOWN
  if (node.body.type !== 'BlockStatement') return evaluate(machine, node.body, scope)
  return join(execute(machine, node.body, scope))
}
