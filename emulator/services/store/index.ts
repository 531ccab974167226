import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Opens the emulator's database: `<directory>/emulator.sqlite`, or memory.
 *
 * With a write-ahead log and `synchronous = NORMAL` a commit has reached the operating system when the call returns,
 * though not the disk: a killed process loses nothing, and only a power failure may lose the last transactions (never
 * the file's consistency). https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export function openDatabase(directory: string | undefined): DatabaseSync {
  if (directory === undefined) return new DatabaseSync(':memory:')
  mkdirSync(directory, { recursive: true })
  const db = new DatabaseSync(join(directory, 'emulator.sqlite'))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;')
  return db
}

/** Runs `work` as one transaction: all of it is kept or nothing. Joins a transaction that is already open. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work()
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has already rolled back what a full disk stopped: https://www.sqlite.org/lang_transaction.html
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
