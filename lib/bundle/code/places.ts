import { readFileSync } from 'node:fs'
import { extname, posix, relative, sep } from 'node:path'
import type { Loader, Plugin } from 'esbuild'
import { TASK_ROOT, TASK_URL } from './prelude.ts'
import { type Node, parse, walk } from './syntax.ts'

/**
 * Keeps `__dirname`, `__filename` and `import.meta` of a project file true in a bundle: they name the file's
 * project-relative place below the folder that the function runs from, which is where files it reads are put.
 */
export function places(root: string): Plugin {
  return {
    name: 'motia-aws:places',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        if (!SPEAKS_OF_PLACE.test(text)) return undefined
        const file = relative(root, path).split(sep).join('/')
        return { contents: withPlaces(file, text), loader: loaderOf(path) }
      })
    },
  }
}

export const SPEAKS_OF_PLACE = /\b__dirname\b|\b__filename\b|\bimport\s*\.\s*meta\b/

/** `file` is project-relative with forward slashes. Lines stay where they were. */
export function withPlaces(file: string, text: string): string {
  const program = parse(file, text)
  if (!program) return text
  const folder = posix.dirname(file)
  const below = (path: string) => `(${TASK_ROOT} + ${JSON.stringify(path === '.' ? '' : `/${path}`)})`
  const values: Readonly<Record<string, string>> = {
    dirname: below(folder),
    filename: below(file),
    url: `(new URL(${JSON.stringify(file)}, ${TASK_URL}).href)`,
  }
  const changes: { start: number; end: number; text: string }[] = []
  const declared = new Set<string>()
  walk(program, (node, parent) => {
    if (node.type === 'MemberExpression' && (node['object'] as Node).type === 'MetaProperty' && !node['computed']) {
      const value = values[(node['property'] as Node)['name'] as string]
      if (value) changes.push({ start: node.start, end: node.end, text: value })
    }
    if (node.type === 'VariableDeclarator') declared.add(((node['id'] as Node)['name'] as string) ?? '')
    if (node.type !== 'Identifier' || isKey(node, parent)) return
    const value = { __dirname: values['dirname'], __filename: values['filename'] }[node['name'] as string]
    if (value) {
      const shorthand = parent?.type === 'Property' && parent['shorthand']
      changes.push({ start: node.start, end: node.end, text: shorthand ? `${node['name']}: ${value}` : value })
    }
  })
  return splice(
    text,
    // ES modules declare these names themselves: `const __dirname = dirname(fileURLToPath(import.meta.url))`.
    changes.filter(({ start, end }) => !declared.has(text.slice(start, end))),
  )
}

function isKey(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'MemberExpression') return parent['property'] === node && !parent['computed']
  return parent?.type === 'Property' && parent['key'] === node && !parent['shorthand'] && !parent['computed']
}

function splice(text: string, changes: readonly { start: number; end: number; text: string }[]): string {
  let result = ''
  let at = 0
  for (const change of [...changes].sort((a, b) => a.start - b.start)) {
    if (change.start < at) continue
    result += text.slice(at, change.start) + change.text
    at = change.end
  }
  return result + text.slice(at)
}

function loaderOf(path: string): Loader {
  const extension = extname(path)
  if (extension.endsWith('x')) return extension === '.tsx' ? 'tsx' : 'jsx'
  return extension.includes('t') ? 'ts' : 'js'
}
