import { statSync } from 'node:fs'
import path from 'node:path'
import { watch as watchFiles } from 'chokidar'

/** ms of quiet before a change counts: an editor writes a file in several steps. */
const quiet = 15
/** ms: chokidar reports one change of a file in 50, and those that follow in that time never. */
const unheard = 60

const ignored = new Set([
  'node_modules',
  'python_modules',
  '.motia',
  '.git',
  'cdk.out',
  'dist',
  '.venv',
  'venv',
  '__pycache__',
  'coverage',
])
/** What programs write as they run: `motia-aws dev > dev.log` would not come to rest, and Motia 0.x's Redis leaves dumps. */
const written = /\.(?:log|rdb|aof)$/

export interface WatchOptions {
  readonly onError: (error: unknown) => void
  /** Epoch ms: files that changed between then and now count, too. @default now */
  readonly since?: number
}

/**
 * Calls `onChange` with the project-relative paths of files that changed, never twice at once: what changes while it
 * runs comes with the next call. Resolves when the watcher is ready.
 */
export async function watchProject(
  root: string,
  onChange: (files: readonly string[]) => Promise<void>,
  { onError, since = Number.POSITIVE_INFINITY }: WatchOptions,
): Promise<{ close(): Promise<void> }> {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let running = false
  const flush = async () => {
    if (running || changed.size === 0) return
    running = true
    const files = [...changed]
    changed.clear()
    try {
      await onChange(files)
    } catch (error) {
      onError(error)
    } finally {
      running = false
      void flush()
    }
  }
  let ready = false
  const watcher = watchFiles(root, {
    alwaysStat: true,
    ignored: (file) =>
      written.test(file) ||
      path
        .relative(root, file)
        .split(path.sep)
        .some((part) => ignored.has(part)),
  })
  const note = (file: string) => {
    changed.add(path.relative(root, file).split(path.sep).join('/'))
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), quiet)
  }
  const looks = new Map<string, NodeJS.Timeout>()
  const lookAgain = (file: string) => {
    const seen = modified(file)
    clearTimeout(looks.get(file))
    const look = () => {
      looks.delete(file)
      if (modified(file) === seen) return
      note(file)
      lookAgain(file)
    }
    looks.set(file, setTimeout(look, unheard))
  }
  /** Files that were there, as they were when they were found. */
  const found = new Map<string, number | undefined>()
  watcher.on('all', (event, file, stats) => {
    if (!ready && event.startsWith('add')) {
      if (event === 'add') found.set(file, stats?.mtimeMs)
      if (event !== 'add' || !stats || stats.mtimeMs < since) return
    }
    note(file)
    if (event === 'change') lookAgain(file)
  })
  watcher.on('error', onError)
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  ready = true
  // What changed after it was found and before it was watched was told by nobody.
  for (const [file, then] of found) if (modified(file) !== then) note(file)
  return {
    async close() {
      clearTimeout(timer)
      for (const look of looks.values()) clearTimeout(look)
      await watcher.close()
    },
  }
}

const modified = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs
