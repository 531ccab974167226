import { readFileSync } from 'node:fs'
import { posix, relative, sep } from 'node:path'
import { stampFile } from '../assets/store.ts'
import { type Node, parse, walk } from '../code/syntax.ts'

/**
 * The files and folders that a project file reads by a path that stands in its text, project-relative:
 * `readFile('data/x.json')`, `join(process.cwd(), 'templates')`, `new URL('./x.txt', import.meta.url)`,
 * `join(__dirname, 'x.txt')`, also through constants of the file.
 */
export function readsOf(file: string, text: string): string[] {
  if (!MAY_READ.test(text)) return []
  const program = parse(file, text)
  if (!program) return []
  const evaluate = evaluator(file, constantsOf(program))
  const found = new Set<string>()
  walk(program, (node) => {
    const path = evaluate(node)
    if (path?.anchored) found.add(posix.normalize(path.text))
    if (node.type !== 'CallExpression' || !READERS.has(nameOf(node['callee'] as Node))) return
    const argument = (node['arguments'] as Node[])[0]
    const read = argument && evaluate(argument)
    if (read) found.add(posix.normalize(read.text))
  })
  const folder = posix.dirname(file)
  return [...found].filter((path) => isBelow(path) && path !== file && !contains(path, folder)).sort()
}

/** {@link readsOf} over many files (absolute paths). */
export const readsOfFiles = (root: string): ((files: readonly string[]) => string[]) => ofFiles(root, readsOf)

/** What `find` finds in project files (absolute paths), remembered of each until it changes. */
export function ofFiles<Found>(
  root: string,
  find: (file: string, text: string) => readonly Found[],
): (files: readonly string[]) => Found[] {
  const known = new Map<string, { readonly stamp: string; readonly found: readonly Found[] }>()
  const ofFile = (file: string): readonly Found[] => {
    const stamp = stampFile(file)
    const before = known.get(file)
    if (before?.stamp === stamp) return before.found
    const found = find(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8'))
    known.set(file, { stamp, found })
    return found
  }
  return (files) => files.filter((file) => CODE.test(file)).flatMap(ofFile)
}

const CODE = /\.[cm]?[jt]sx?$/

const MAY_READ = /\bcwd\b|\b__dirname\b|\bimport\.meta\b|\bread[A-Z]\w*\b|\bcreateReadStream\b|\breaddir\b|\bopen\b/

const READERS = new Set([
  'readFile',
  'readFileSync',
  'readdir',
  'readdirSync',
  'createReadStream',
  'open',
  'openSync',
  'opendir',
  'readJson',
  'readJSON',
  'readJsonSync',
])

/** A path; `anchored` when it names the working directory or the file's own place, so that it is a path for certain. */
export interface Path {
  readonly text: string
  readonly anchored: boolean
}

export type Evaluate = (node: Node) => Path | undefined

export function evaluator(file: string, constants: ReadonlyMap<string, Node>): Evaluate {
  const here: Path = { text: posix.dirname(file), anchored: true }
  const evaluating = new Set<Node>()

  const evaluate: Evaluate = (node) => {
    if (node.type === 'Literal')
      return typeof node['value'] === 'string' ? { text: node['value'], anchored: false } : undefined
    if (node.type === 'Identifier') {
      if (node['name'] === '__dirname') return here
      if (node['name'] === '__filename') return { text: file, anchored: true }
      const value = constants.get(node['name'] as string)
      if (!value || evaluating.has(value)) return undefined
      evaluating.add(value)
      const path = evaluate(value)
      evaluating.delete(value)
      return path
    }
    if (node.type === 'MemberExpression') return metaProperty(node, file)
    if (node.type === 'TemplateLiteral') return template(node)
    if (node.type === 'BinaryExpression' && node['operator'] === '+') {
      return concatenate([node['left'] as Node, node['right'] as Node].map(evaluate))
    }
    if (node.type === 'NewExpression' && nameOf(node['callee'] as Node) === 'URL') return url(node)
    if (node.type === 'CallExpression') return call(node)
    return undefined
  }

  const template = (node: Node): Path | undefined => {
    const texts = (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked)
    const parts: (Path | undefined)[] = []
    for (const [index, text] of texts.entries()) {
      if (text !== '') parts.push({ text, anchored: false })
      const hole = (node['expressions'] as Node[])[index]
      if (hole) parts.push(evaluate(hole))
    }
    return concatenate(parts)
  }

  const url = (node: Node): Path | undefined => {
    const [path, base] = node['arguments'] as [Node?, Node?]
    if (path?.type !== 'Literal' || typeof path['value'] !== 'string' || !base) return undefined
    const from = evaluate(base)
    return from?.anchored ? { text: posix.join(posix.dirname(from.text), path['value']), anchored: true } : undefined
  }

  const call = (node: Node): Path | undefined => {
    const callee = node['callee'] as Node
    const args = node['arguments'] as Node[]
    const name = nameOf(callee)
    if (name === 'cwd' && nameOf(callee['object'] as Node) === 'process') return { text: '.', anchored: true }
    if (name === 'fileURLToPath' && args[0]) return evaluate(args[0])
    if (name === 'dirname' && args[0]) {
      const path = evaluate(args[0])
      return path?.anchored ? { text: posix.dirname(path.text), anchored: true } : undefined
    }
    if (name !== 'join' && name !== 'resolve') return undefined
    const parts = args.map(evaluate)
    if (!parts[0] || parts.some((part) => !part)) return undefined
    return { text: posix.join(...parts.map((part) => part!.text)), anchored: parts[0].anchored }
  }
  return evaluate
}

function concatenate(parts: readonly (Path | undefined)[]): Path | undefined {
  if (parts.length === 0 || parts.some((part) => !part)) return undefined
  const text = posix.normalize(parts.map((part) => part!.text).join(''))
  return { text, anchored: parts[0]!.anchored }
}

function metaProperty(node: Node, file: string): Path | undefined {
  if ((node['object'] as Node).type !== 'MetaProperty') return undefined
  const name = nameOf(node)
  if (name === 'dirname') return { text: posix.dirname(file), anchored: true }
  return name === 'url' || name === 'filename' ? { text: file, anchored: true } : undefined
}

export function constantsOf(program: Node): Map<string, Node> {
  const constants = new Map<string, Node>()
  const repeated = new Set<string>()
  walk(program, (node) => {
    if (node.type !== 'VariableDeclaration' || node['kind'] !== 'const') return
    for (const { id, init } of node['declarations'] as unknown as { id: Node; init: Node | null }[]) {
      if (id.type !== 'Identifier' || !init) continue
      const name = id['name'] as string
      if (constants.has(name)) repeated.add(name)
      constants.set(name, init)
    }
  })
  for (const name of repeated) constants.delete(name)
  return constants
}

/** The last name of `a`, `a.b`, `a.b.c`. */
export function nameOf(node: Node | undefined): string {
  if (node?.type === 'Identifier') return node['name'] as string
  if (node?.type === 'MemberExpression' && !node['computed']) return (node['property'] as Node)['name'] as string
  return ''
}

/** Below the project's root, and not the root. */
function isBelow(path: string): boolean {
  const normal = posix.normalize(path)
  return !posix.isAbsolute(normal) && normal !== '.' && !normal.startsWith('..')
}

/** A folder that the reading file itself stands in is where paths start from, not what is read. */
function contains(path: string, folder: string): boolean {
  const normal = posix.normalize(path).replace(/\/$/, '')
  return folder === normal || folder.startsWith(`${normal}/`)
}
