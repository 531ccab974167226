import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../errors.ts'

/** A `motia-aws dev` that runs, as it tells other commands of itself. */
export interface Running {
  readonly pid: number
  /** The emulator's AWS endpoint. */
  readonly endpoint: string
  readonly region: string
  readonly workbenchUrl: string
}

const fileOf = (root: string): string => path.join(root, '.motia', 'dev.json')

/** Lets `--local` find this run of a project; returns what takes that back. */
export function advertise(root: string, running: Running): () => void {
  writeFileSync(fileOf(root), JSON.stringify(running))
  return () => rmSync(fileOf(root), { force: true })
}

/**
 * The `motia-aws dev` of a project: of `project`, or else of this folder or the nearest one above it that has one.
 *
 * @throws {UsageError} when none runs, saying how to start or to name one
 */
export function findRunning(project: string | undefined): Running & { readonly root: string } {
  const start = path.resolve(project ?? '.')
  for (const root of project === undefined ? upwards(start) : [start]) {
    const running = readRunning(root)
    if (running) return { ...running, root }
  }
  const below = project === undefined ? runningBelow(start) : []
  throw new UsageError(
    below.length > 0
      ? `no \`motia-aws dev\` runs for ${start}, but one does below it: add --project ${below.join(' or --project ')}`
      : `no \`motia-aws dev\` runs for ${start}: start it, or name its folder with --project`,
  )
}

function* upwards(folder: string): Generator<string> {
  yield folder
  if (path.dirname(folder) !== folder) yield* upwards(path.dirname(folder))
}

/** A run that was killed could not take its file with it. */
function readRunning(root: string): Running | undefined {
  if (!existsSync(fileOf(root))) return undefined
  const running = JSON.parse(readFileSync(fileOf(root), 'utf8')) as Running
  return isAlive(running.pid) ? running : undefined
}

const runningBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readRunning(path.join(folder, entry.name)))
    .map((entry) => entry.name)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process lives, too: https://man7.org/linux/man-pages/man2/kill.2.html
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
