import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Code that stands in the template itself (`ZipFile`). */
export interface InlineCode {
  /** A folder with the code as its `index` file. */
  folder(text: string, runtime: string): string
  remove(): void
}

/** Keeps inline code in a folder that only this user can write to: what lies there is run. */
export function createInlineCode(): InlineCode {
  let root: string | undefined
  return {
    folder(text, runtime) {
      root ??= mkdtempSync(join(tmpdir(), 'motia-aws-inline-'))
      const folder = join(root, createHash('sha256').update(text).digest('hex').slice(0, 16))
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, runtime.startsWith('python') ? 'index.py' : 'index.js'), text)
      return folder
    },
    remove() {
      if (root !== undefined) rmSync(root, { recursive: true, force: true })
    },
  }
}
