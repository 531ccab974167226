import { readdirSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Content, fileContent } from '../assets/contents.ts'
import { matcher } from './glob.ts'

/** The project files that paths and globs name, with all files of a folder; by their project-relative path. */
export function filesAt(root: string, patterns: readonly string[]): Map<string, Content> {
  const files = new Map<string, Content>()
  for (const pattern of patterns) {
    for (const file of expand(root, posix.normalize(pattern).replace(/\/$/, ''))) {
      if (!files.has(file)) files.set(file, fileContent(join(root, file)))
    }
  }
  return files
}

function expand(root: string, pattern: string): string[] {
  if (!/[*?{[]/.test(pattern)) return filesBelow(root, pattern)
  const fixed = pattern.split('/')
  const base = fixed
    .slice(
      0,
      fixed.findIndex((part) => /[*?{[]/.test(part)),
    )
    .join('/')
  const matches = matcher(pattern)
  return filesBelow(root, base || '.').filter(matches)
}

/** The file itself, or the files of the folder; nothing where there is neither. */
export function filesBelow(root: string, path: string): string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [posix.normalize(path)]
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter(({ name }) => !NEVER.has(name))
    .flatMap(({ name }) => filesBelow(root, posix.join(path, name)))
    .sort()
}

const NEVER = new Set(['node_modules', '.git', '.motia', 'cdk.out', '__pycache__', '.venv', '.env'])
