import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from './errors.ts'

/** The absolute path of the one folder given, this one by default. */
export function projectFolder(positionals: readonly string[]): string {
  const [folder = '.', ...others] = positionals
  if (others.length > 0)
    throw new UsageError(`one folder is enough, there are ${positionals.length}: ${positionals.join(', ')}`)
  const path = resolve(folder)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${path} is no folder`)
  return path
}
