import type { Dialect } from '../model.ts'
import type { SourceModule } from '../source/module.ts'
import type { Modules } from '../source/modules.ts'
import { isFunction, keyName, memberName, type Node, property, unwrap } from '../source/syntax.ts'

/** Where a step file keeps what it is made of. */
export interface StepSource {
  readonly module: SourceModule
  readonly dialect: Dialect
  /** The exports that hold the config: `config`, or `default` with or without CommonJS. */
  readonly entry: 'config' | 'default'
  /** The config's object literal, for the lines of its keys; null when it is computed as a whole. */
  readonly config: Node | null
  /** Where the config begins. */
  readonly offset: number
  /** The default export as a whole, when a call makes the Step: what it does to the handler counts. */
  readonly call: Placed | null
  readonly handler: Placed | null
  readonly middleware: Placed | null
  /** Properties that never belong to the config's slice. */
  readonly omit: ReadonlySet<Node>
}

/** An expression and the file that it stands in. */
export interface Placed {
  readonly node: Node
  readonly module: SourceModule
}

const CODE = new Set(['handler', 'middleware', 'canAccess'])

/** Finds config and handler of a step file by its exports; null when it exports neither form. */
export function locateStep(modules: Modules, module: SourceModule): StepSource | null {
  const whole = exportedValue(modules, module, 'default')
  const call = whole && unwrap(whole.node)
  const config = exportedValue(modules, module, 'config')
  if (whole && call?.type === 'CallExpression' && (!config || isDefineStep(call))) {
    return defined(modules, module, whole, call)
  }
  if (config) {
    const object = objectAt(modules, config)
    return source(
      modules,
      module,
      'motia',
      'config',
      object ?? config,
      exportedValue(modules, module, 'handler'),
      object,
    )
  }
  if (!whole) return null
  const object = objectAt(modules, whole)
  const inner = object && property(object.node, 'config')
  if (!object || !inner) return source(modules, module, 'define-step', 'default', whole, null, object)
  const innerObject = objectAt(modules, { node: inner.value, module: object.module })
  const handler = propertyValue(modules, object, 'handler')
  const found = source(modules, module, 'motia', 'default', innerObject ?? whole, handler, innerObject)
  return { ...found, omit: new Set([...found.omit, ...codeProperties(object.node)]) }
}

export function isDefineStep(node: Node): boolean {
  const call = unwrap(node)
  if (call.type !== 'CallExpression') return false
  return call.callee.type === 'Identifier'
    ? call.callee.name === 'defineStep'
    : memberName(call.callee) === 'defineStep'
}

function defined(
  modules: Modules,
  module: SourceModule,
  whole: Placed,
  call: Extract<Node, { type: 'CallExpression' }>,
): StepSource {
  const objects = call.arguments.map((argument) => objectAt(modules, { node: argument as Node, module: whole.module }))
  const object = objects.find((item) => item !== null) ?? null
  const found = source(modules, module, 'define-step', 'default', object ?? whole, null, object)
  return { ...found, call: whole }
}

function source(
  modules: Modules,
  module: SourceModule,
  dialect: Dialect,
  entry: 'config' | 'default',
  place: Placed,
  handler: Placed | null,
  object: Placed | null,
): StepSource {
  const own = place.module === module
  return {
    module,
    dialect: object && property(object.node, 'triggers') ? 'triggers' : dialect,
    entry,
    config: own ? (object?.node ?? null) : null,
    offset: own ? place.node.start : 0,
    call: null,
    handler: handler ?? (object && propertyValue(modules, object, 'handler')),
    middleware: object && propertyValue(modules, object, 'middleware'),
    omit: new Set(object ? codeProperties(object.node) : []),
  }
}

function codeProperties(object: Node): Node[] {
  if (object.type !== 'ObjectExpression') return []
  return object.properties.filter(
    (item) => item.type === 'Property' && CODE.has(keyName(item.key, item.computed) ?? ''),
  )
}

function propertyValue(modules: Modules, object: Placed, name: string): Placed | null {
  const found = property(object.node, name)
  return found && follow(modules, { node: found.value, module: object.module })
}

function objectAt(modules: Modules, place: Placed): Placed | null {
  const found = follow(modules, place)
  return found?.node.type === 'ObjectExpression' ? found : null
}

/** The object that a module exports by default, as it is or given to a call: `export default config({ ... })`. */
export function exportedObject(modules: Modules, module: SourceModule): Placed | null {
  const whole = exportedValue(modules, module, 'default')
  const [argument] = whole?.node.type === 'CallExpression' ? whole.node.arguments : []
  if (whole && argument) return objectAt(modules, { node: argument as Node, module: whole.module })
  return whole && objectAt(modules, whole)
}

function exportedValue(modules: Modules, module: SourceModule, name: string): Placed | null {
  const found = modules.exported(module, name)
  if (!found?.part.value) return null
  return follow(modules, { node: initial(found.part.value), module: found.module })
}

/** The expression behind names, wrappers and imports. */
export function follow(modules: Modules, { node, module }: Placed, depth = 0): Placed {
  const inner = unwrap(initial(node))
  if (inner.type !== 'Identifier' || depth > 20) return { node: inner, module }
  const from = module.imports.get(inner.name)
  const target = from ? modules.imported(module, from) : null
  if (target?.part.value) return follow(modules, { node: target.part.value, module: target.module }, depth + 1)
  const value = from ? undefined : module.locals.get(inner.name)?.value
  return value && !isFunction(value)
    ? follow(modules, { node: value, module }, depth + 1)
    : { node: value ?? inner, module }
}

function initial(node: Node): Node {
  return node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init ? node.init : node
}
