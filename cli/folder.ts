import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UsageError } from './errors.ts'

/** The folder of a command that takes nothing else; undefined when `--help` was asked for, and printed. */
export function folderArgument(args: string[], help: string): string | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  })
  if (!values.help) return projectFolder(positionals)
  console.log(help)
  return undefined
}

/** The absolute path of the one folder given, this one by default. */
export function projectFolder(positionals: readonly string[]): string {
  const [folder = '.', ...others] = positionals
  if (others.length > 0)
    throw new UsageError(`one folder is enough, there are ${positionals.length}: ${positionals.join(', ')}`)
  const path = resolve(folder)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${path} is no folder`)
  return path
}
