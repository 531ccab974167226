import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

const known = new Map<string, 'module' | 'commonjs'>()

/** How Node reads the file: by its extension, else by `type` of the nearest package.json. */
export function moduleTypeOf(path: string): 'module' | 'commonjs' {
  const extension = extname(path)
  if (extension === '.mjs' || extension === '.mts') return 'module'
  if (extension === '.cjs' || extension === '.cts') return 'commonjs'
  return typeOfFolder(dirname(path))
}

function typeOfFolder(folder: string): 'module' | 'commonjs' {
  const seen = known.get(folder)
  if (seen) return seen
  const manifest = join(folder, 'package.json')
  const parent = dirname(folder)
  const last = parent === folder || basename(folder) === 'node_modules'
  const type = existsSync(manifest) ? typeOf(manifest) : last ? 'commonjs' : typeOfFolder(parent)
  known.set(folder, type)
  return type
}

function typeOf(manifest: string): 'module' | 'commonjs' {
  const { type }: { type?: string } = JSON.parse(readFileSync(manifest, 'utf8'))
  return type === 'module' ? 'module' : 'commonjs'
}
