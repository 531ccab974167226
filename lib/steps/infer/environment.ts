import { loadedSources } from '../source/loads.ts'
import type { SourceModule } from '../source/module.ts'
import type { Modules } from '../source/modules.ts'
import { boundNames, keyName, memberName, type Node, unwrap, walk } from '../source/syntax.ts'

const known = new WeakMap<SourceModule, readonly string[]>()

/** Names of the environment variables that a file and the project files it loads read, sorted. */
export function environmentOf(modules: Modules, start: SourceModule): string[] {
  const seen = new Map([[start.path, start]])
  const names = new Set<string>()
  for (const module of seen.values()) {
    for (const name of namesIn(module)) names.add(name)
    for (const path of loadedSources(modules, module)) if (!seen.has(path)) seen.set(path, modules.load(path))
  }
  return [...names].sort()
}

function namesIn(module: SourceModule): readonly string[] {
  const before = known.get(module)
  if (before) return before
  const names: string[] = []
  if (/\benv\b/.test(module.text)) {
    walk(module.program, (node) => {
      if (node.type === 'MemberExpression' && isEnvironment(node.object)) names.push(memberName(node) ?? '')
      if (node.type === 'VariableDeclarator' && node.init && isEnvironment(node.init)) names.push(...taken(node.id))
      return undefined
    })
  }
  const found = names.filter((name) => name !== '')
  known.set(module, found)
  return found
}

/** `process.env`, and `import.meta.env` of those who come from Vite. */
function isEnvironment(node: Node): boolean {
  const inner = unwrap(node)
  if (inner.type !== 'MemberExpression' || memberName(inner) !== 'env') return false
  const object = unwrap(inner.object)
  return object.type === 'MetaProperty' || (object.type === 'Identifier' && object.name === 'process')
}

function taken(pattern: Node): string[] {
  if (pattern.type !== 'ObjectPattern') return []
  return pattern.properties.flatMap((item) =>
    item.type === 'Property' ? [keyName(item.key, item.computed) ?? ''] : boundNames(item.argument).map(() => ''),
  )
}
