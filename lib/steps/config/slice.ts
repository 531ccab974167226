import type { SourceModule } from '../source/module.ts'
import type { Modules } from '../source/modules.ts'
import type { Part } from '../source/parts.ts'
import { blank, without } from '../source/position.ts'
import { membersTaken, references } from '../source/references.ts'
import { hasLoads, loadedModules } from '../source/require.ts'
import { keyName, type Node, walk } from '../source/syntax.ts'
import type { StepSource } from './locate.ts'

/** What is left of the project's files when only configs and what they reach are kept. */
export interface Slices {
  /** The file with everything else turned into spaces, so that lines and columns stay what they are. */
  text(path: string): string
  /** What is kept alone: it changes only when something that a config can depend on does. */
  essence(path: string): string
  /** The files that the slices hold. */
  paths(): readonly string[]
}

/**
 * Keeps of each Step's file its config without handler and middleware, and the declarations it reaches across the
 * project's files. Calls, conditions and imports that only have effects are left out, so no client is ever made.
 */
export function sliceConfigs(modules: Modules, steps: readonly StepSource[]): Slices {
  const kept = new Map<string, Set<Part>>()
  const absent = new Map<string, Set<string>>()
  const omit = new Set<Node>(steps.flatMap((step) => [...step.omit]))

  function needExport(module: SourceModule, name: string): void {
    const part = module.exports.get(name)
    const all = module.statements.flatMap((item) => item.parts).filter((item) => item.exports.length > 0)
    const star = part ? undefined : module.stars.find((source) => provides(module, source, name))
    if (part) keep(module, part)
    else if (name === '*' || all.some(isWhole)) keepAll(module, all)
    else if (star !== undefined) {
      for (const item of all) if (item.import?.source === star && item.exports.includes('*')) keep(module, item, name)
    } else if (name === 'default' && all.length > 0) keepAll(module, all)
    else {
      absent.set(module.path, (absent.get(module.path) ?? new Set()).add(name))
      kept.set(module.path, kept.get(module.path) ?? new Set())
    }
  }

  function keepAll(module: SourceModule, parts: readonly Part[]): void {
    for (const part of parts) keep(module, part)
  }

  function provides(module: SourceModule, source: string, name: string): boolean {
    const path = modules.resolve(module.path, source)
    return path === null || modules.exported(modules.load(path), name) !== null
  }

  function needFrom(module: SourceModule, source: string, names: readonly string[]): void {
    const path = modules.resolve(module.path, source)
    if (!path || path.endsWith('.json')) return
    const target = modules.load(path)
    kept.set(path, kept.get(path) ?? new Set())
    for (const name of names) needExport(target, name)
  }

  function needLocal(module: SourceModule, name: string, user: Node): void {
    const part = module.locals.get(name)
    if (!part) return
    const from = module.imports.get(name)
    if (from?.imported === '*') needFrom(module, from.source, membersTaken(user, name, omit) ?? ['*'])
    else if (from) needFrom(module, from.source, [from.imported])
    keep(module, part)
    for (const effect of module.statements.flatMap((statement) => statement.parts)) {
      if (effect.changes.includes(name) && part.declares.includes(name)) keep(module, effect)
    }
  }

  function keep(module: SourceModule, part: Part, through?: string): void {
    const parts = kept.get(module.path) ?? new Set()
    kept.set(module.path, parts)
    if (parts.has(part) && through === undefined) return
    parts.add(part)
    if (part.import && part.declares.length === 0)
      needFrom(module, part.import.source, [through ?? part.import.imported])
    const names = references(part.node, omit)
    for (const name of names) if (!part.declares.includes(name)) needLocal(module, name, part.node)
    if (names.has('exports')) {
      for (const name of membersTaken(part.node, 'exports', omit) ?? [])
        if (module.exports.has(name)) needExport(module, name)
    }
    if (part.import === undefined && hasLoads(module.text) && !isDestructured(module, part)) {
      for (const source of loadedModules(part.node, omit)) needFrom(module, source, ['*'])
    }
  }

  for (const step of steps) needExport(step.module, step.entry)

  const gaps = (path: string): Range[] => gapsOf(modules.load(path), kept.get(path) ?? new Set(), omit)
  return {
    text: (path) => placed(path, blank(modules.load(path).text, gaps(path))) + exportNothing(absent.get(path)),
    essence: (path) => essenceOf(modules.load(path), gaps(path)) + exportNothing(absent.get(path)),
    paths: () => [...kept.keys()].sort(),
  }
}

/** CommonJS whose exports cannot be told apart: `module.exports = make()`, `module.exports = { ...others }`. */
function isWhole(part: Part): boolean {
  return part.exports.includes('=') || (part.exports.includes('*') && !part.import)
}

function isDestructured(module: SourceModule, part: Part): boolean {
  return part.declares.length > 0 && part.declares.every((name) => module.imports.has(name))
}

interface Range {
  readonly start: number
  readonly end: number
}

/** What a slice leaves out of a file. */
function gapsOf(module: SourceModule, kept: ReadonlySet<Part>, omit: ReadonlySet<Node>): Range[] {
  const gone: Range[] = []
  const { hashbang, body } = module.program
  if (hashbang) gone.push(hashbang)
  gone.push({ start: 0, end: body[0]?.start ?? 0 })
  for (const { node, parts } of module.statements) {
    if (!parts.some((part) => kept.has(part))) gone.push(node)
    else gone.push(...listGaps(module.text, parts, (part) => kept.has(part), node.type === 'ImportDeclaration'))
  }
  for (const part of kept) {
    walk(part.node, (inner) => {
      if (inner.type === 'ObjectExpression' && inner.properties.some((item) => omit.has(item)))
        gone.push(...listGaps(module.text, inner.properties, (item) => !omit.has(item as Node)))
      return isCode(inner) ? false : undefined
    })
  }
  return gone
}

/** A file without the gaps, and without what lies between its statements. */
function essenceOf(module: SourceModule, gaps: readonly Range[]): string {
  const starts = module.statements.map(({ node }) => node.start)
  const between = module.statements.map(({ node }, index) => ({
    start: node.end,
    end: starts[index + 1] ?? module.text.length,
  }))
  return without(module.text, [...gaps, ...between])
}

function isCode(node: Node): boolean {
  return node.type === 'Property' && keyName(node.key, node.computed) === 'handler'
}

/** Exports that a file is asked for and does not have: what uses them says so when it runs. */
function exportNothing(names: ReadonlySet<string> = new Set()): string {
  return [...names]
    .filter((name) => /^[\w$]+$/.test(name))
    .map((name) => (name === 'default' ? '\nexport default undefined' : `\nexport const ${name} = undefined`))
    .join('')
}

/** The ranges to blank so that a comma-separated list holds only what `stays`. */
function listGaps<T extends { start: number; end: number }>(
  text: string,
  list: readonly T[],
  stays: (item: T) => boolean,
  isImport = false,
): Range[] {
  const gaps: Range[] = []
  let before: T | null = null
  for (const [index, item] of list.entries()) {
    if (stays(item)) {
      before = item
      continue
    }
    const next = list[index + 1]
    const brace = isImport ? text.slice(item.end, next?.start ?? item.end).search(/[{*]/) : -1
    if (brace >= 0) gaps.push({ start: item.start, end: item.end + brace })
    else if (before)
      gaps.push({ start: before.end + (isImport ? afterBrace(text, before.end, item) : 0), end: item.end })
    else gaps.push({ start: item.start, end: next ? next.start : endOfItem(text, item.end) })
  }
  return gaps
}

/** `import d, { a }` keeps the brace between a default import and the names. */
function afterBrace(text: string, from: number, item: { start: number }): number {
  const brace = text.slice(from, item.start).lastIndexOf('{')
  return brace >= 0 ? brace + 1 : 0
}

function endOfItem(text: string, end: number): number {
  const comma = /^\s*,/.exec(text.slice(end))
  return comma ? end + comma[0].length : end
}

/** A slice runs in another place than its file: the names that tell a file where it is are given their values. */
export function placed(path: string, text: string): string {
  const directory = path.replace(/[\\/][^\\/]*$/, '')
  const values: Record<string, string> = {
    url: `file://${path}`,
    filename: path,
    dirname: directory,
  }
  const located = text.replace(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, name: string) =>
    JSON.stringify(values[name]),
  )
  const names = [
    /\b__dirname\b/.test(located) && ['__dirname', directory],
    /\b__filename\b/.test(located) && ['__filename', path],
  ]
  const declared = names
    .filter((pair) => pair !== false)
    .map(([name, value]) => `var ${name} = ${JSON.stringify(value)};`)
  return declared.join('') + located
}
