/** Folders for tests outside the repository, removed when their test file is done. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folders: string[] = []

// A module is loaded once for each test file, so this is a hook of the file that imports it.
afterAll(() => {
  // A process that was killed a moment ago may still write: Node tries again while a folder is not empty.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Makes an empty folder in the system's temp folder; returns its real path. */
export function temporaryFolder(prefix: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)))
  folders.push(folder)
  return folder
}
