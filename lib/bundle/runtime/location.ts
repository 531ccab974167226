import { existsSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `.ts` from a checkout, `.js` from the published package; files lie in the same places in both. */
const EXTENSION = extname(fileURLToPath(import.meta.url))

const LAYOUT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** Where the run time's sources are: replaced by tests. */
export interface RuntimeLocation {
  /** Folder with `index` and `adapters/`. */
  readonly node: string
  /** With the dot. */
  readonly extension: string
  /** Folder with the packages `motia` and `motiadev`; in the published package it stands beside `dist`. */
  readonly python: string
}

export const installedRuntime: RuntimeLocation = {
  node: join(LAYOUT, 'runtime', 'node'),
  extension: EXTENSION,
  python: [join(LAYOUT, 'runtime', 'python'), join(LAYOUT, '..', 'runtime', 'python')].find((folder) =>
    existsSync(folder),
  )!,
}

/** Names under which Steps import it. */
export const RUNTIME_PACKAGES = /^(?:motia-aws|motia|@motiadev\/core)$/
