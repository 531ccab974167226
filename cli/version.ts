import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The package's version. The sources lie one folder below its package.json, the build two. */
export function version(): string {
  const candidates = ['..', path.join('..', '..')].map((up) => path.join(import.meta.dirname, up, 'package.json'))
  const file = candidates.find((candidate) => existsSync(candidate))
  if (!file) throw new Error(`no package.json above ${import.meta.dirname}`)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
