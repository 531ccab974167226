import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Fixture {
  readonly root: string
  write(files: Readonly<Record<string, string>>): void
  remove(): void
}

/** A project of tests on disk; the packages of this repository are installed in it. */
export function fixture(files: Readonly<Record<string, string>> = {}): Fixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-aws-project-')))
  symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(root, 'node_modules'))
  const write = (more: Readonly<Record<string, string>>): void => {
    for (const [file, text] of Object.entries(more)) {
      const path = join(root, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
  }
  write(files)
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) }
}
