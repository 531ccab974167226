import { children, type Node } from '../source/syntax.ts'
import { bind } from './bind.ts'
import { evaluate } from './evaluate.ts'
import { declarationValue } from './home.ts'
import type { Machine } from './machine.ts'
import { innerScope, type Scope } from './scope.ts'
import { leave } from './unseen.ts'
import { join, NOTHING, UNKNOWN, type Value } from './value.ts'

/** Goes through a statement, both ways at each fork, and gives what it may return. */
export function execute(machine: Machine, node: Node, scope: Scope): Value[] {
  switch (node.type) {
    case 'BlockStatement':
    case 'StaticBlock':
      return executeAll(machine, node.body as Node[], innerScope(scope))
    case 'VariableDeclaration':
      for (const { id, init } of node.declarations) {
        bind(machine, id, init ? evaluate(machine, init, scope) : NOTHING, scope)
      }
      return []
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return []
    case 'ReturnStatement':
      return node.argument ? [evaluate(machine, node.argument, scope)] : []
    case 'ExpressionStatement':
      evaluate(machine, node.expression, scope)
      return []
    case 'ThrowStatement':
      leave(machine, evaluate(machine, node.argument, scope), node, scope)
      return []
    case 'ForOfStatement': {
      const inner = innerScope(scope)
      const list = evaluate(machine, node.right, inner)
      const item = list.kind === 'list' && !list.open ? join(list.items) : UNKNOWN
      if (node.left.type !== 'VariableDeclaration') leave(machine, item, node, scope)
      else for (const { id } of node.left.declarations) bind(machine, id, item, inner)
      return execute(machine, node.body, inner)
    }
    case 'ForInStatement': {
      const inner = innerScope(scope)
      evaluate(machine, node.right, inner)
      if (node.left.type === 'VariableDeclaration')
        for (const { id } of node.left.declarations) bind(machine, id, UNKNOWN, inner)
      return execute(machine, node.body, inner)
    }
    case 'CatchClause': {
      const inner = innerScope(scope)
      if (node.param) bind(machine, node.param, UNKNOWN, inner)
      return execute(machine, node.body, inner)
    }
    default:
      return executeAll(machine, children(node), isScoped(node) ? innerScope(scope) : scope)
  }
}

function isScoped(node: Node): boolean {
  return node.type === 'ForStatement' || node.type === 'SwitchStatement'
}

function executeAll(machine: Machine, nodes: readonly Node[], scope: Scope): Value[] {
  for (const node of nodes) {
    const value = declarationValue(node, scope)
    const id = 'id' in node && node.id && 'name' in node.id ? node.id : null
    if (value && id) scope.declare(id.name as string, value)
  }
  return nodes.flatMap((node) => (isStatement(node) ? execute(machine, node, scope) : expression(machine, node, scope)))
}

function isStatement(node: Node): boolean {
  return /(Statement|Declaration|Clause|Block|SwitchCase)$/.test(node.type)
}

function expression(machine: Machine, node: Node, scope: Scope): Value[] {
  evaluate(machine, node, scope)
  return []
}
