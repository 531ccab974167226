import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { UsageError } from '../errors.ts'

/** A database that nothing refers to is closed when memory is collected, and its lock with it. */
const held = new Set<DatabaseSync>()

/**
 * Keeps a project's `.motia` to one run, whose bundles and data another run would delete; returns what lets it go.
 * The lock is one of SQLite's, which the system takes back however the process ends.
 *
 * @throws {UsageError} naming the process that has it
 */
export function lockProject(directory: string): () => void {
  mkdirSync(directory, { recursive: true })
  const database = new DatabaseSync(path.join(directory, 'lock'))
  const owner = path.join(directory, 'pid')
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    // https://www.sqlite.org/rescode.html#busy
    if ((cause as { readonly errcode?: number }).errcode !== 5) throw cause
    throw new UsageError(
      `motia-aws dev runs in ${path.dirname(directory)} already (process ${readFileSync(owner, 'utf8')}): stop that one first`,
      { cause },
    )
  }
  writeFileSync(owner, String(process.pid))
  held.add(database)
  return () => {
    held.delete(database)
    database.close()
  }
}
