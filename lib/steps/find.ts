import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Language } from './model.ts'

export interface FoundFile {
  /** Absolute. */
  readonly path: string
  /** Project-relative with forward slashes. */
  readonly file: string
  readonly language: Language
  readonly kind: 'step' | 'stream'
}

const FILE = /[._](step|stream)\.(?:[cm]?[jt]s|py)$/
const SKIPPED = new Set(['node_modules', 'python_modules', 'dist', 'cdk.out', '__pycache__', 'venv'])

/**
 * The step and stream files below the folders, sorted. Without `folders` those are `steps` and `src`, or the root itself
 * when it has neither. A name in `folders` may also be a file, which is a Step whatever it is called.
 */
export async function findFiles(root: string, folders?: readonly string[]): Promise<FoundFile[]> {
  const usual = folders ?? (await existing(root, ['steps', 'src']))
  const starts = usual.length > 0 ? usual : ['.']
  const found = new Map<string, FoundFile>()
  for (const start of starts) {
    const path = resolve(root, start)
    const stats = await stat(path).catch(() => null)
    if (stats?.isFile()) found.set(path, foundFile(root, path, 'step'))
    else if (stats) for (const file of await below(root, path)) found.set(file.path, file)
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
}

/** `create-order` for `create-order.step.ts`, `analyze_order` for `analyze_order_step.py`, `chat` for `chat.stream.ts`. */
export function defaultName(file: string): string {
  return basename(file)
    .replace(/\.(?:[cm]?[jt]s|py)$/, '')
    .replace(/[._](?:step|stream)$/, '')
}

async function existing(root: string, names: readonly string[]): Promise<string[]> {
  const stats = await Promise.all(names.map((name) => stat(join(root, name)).catch(() => null)))
  return names.filter((_, index) => stats[index]?.isDirectory())
}

async function below(root: string, directory: string): Promise<FoundFile[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const found = entries.map(async (entry): Promise<FoundFile[]> => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : below(root, path)
    const kind = FILE.exec(entry.name)?.[1]
    return kind ? [foundFile(root, path, kind as 'step' | 'stream')] : []
  })
  return (await Promise.all(found)).flat()
}

function foundFile(root: string, path: string, kind: 'step' | 'stream'): FoundFile {
  const file = relative(root, path).split(sep).join('/')
  return { path, file, kind, language: path.endsWith('.py') ? 'python' : 'node' }
}
