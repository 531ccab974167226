import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

/** Marks what is kept from run to run as used now; false when it is not there. */
export function use(path: string): boolean {
  const now = Date.now() / 1000
  try {
    utimesSync(path, now, now)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/**
 * Removes from a folder what no run has used for so many days. Whatever another process may still need it has marked; each
 * thing disappears at once, so that none sees half of it.
 */
export function removeUnused(folder: string, days: number, except?: string): void {
  if (!existsSync(folder)) return
  const oldest = Date.now() - days * 86_400_000
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats || stats.mtimeMs >= oldest || name === except) continue
    const condemned = join(folder, `.removing-${randomUUID()}`)
    try {
      renameSync(path, condemned)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      // Another process was first.
      continue
    }
    rmSync(condemned, { recursive: true, force: true })
  }
}
