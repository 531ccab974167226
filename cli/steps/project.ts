import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Project, readProject } from '../../lib/steps/index.ts'
import { loadConfig } from '../config.ts'
import { UsageError } from '../errors.ts'

/** The absolute path of the one folder given, this one by default. */
export function projectFolder(positionals: readonly string[]): string {
  const [folder = '.', ...others] = positionals
  if (others.length > 0)
    throw new UsageError(`one folder is enough, there are ${positionals.length}: ${positionals.join(', ')}`)
  const path = resolve(folder)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${path} is no folder`)
  return path
}

/** Reads the project in a folder as its `motia.config.ts` says. */
export async function openProject(root: string): Promise<Project> {
  const { folders, python } = await loadConfig(root)
  return readProject(root, { ...(folders && { folders }), ...(python !== undefined && { python }) })
}
