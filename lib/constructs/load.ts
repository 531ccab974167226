import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { SynthError } from './errors.ts'
import type { PrepareOptions } from './prepare.ts'
import type { PreparedSteps } from './props.ts'

/**
 * A local run reads and bundles the Steps itself, while the CDK app that it started gets this far; it says where they will
 * be in `MOTIA_PREPARED`, so that both run the very same bundles. Undefined for other projects and other runs.
 *
 * @throws SynthError when the local run has ended, or has no Steps to give
 */
export function handedOver(entry = '.'): PreparedSteps | undefined {
  const file = process.env['MOTIA_PREPARED']
  if (!file) return undefined
  const prepared = awaitPrepared(file)
  return realpathSync(prepared.project.root) === realpathSync(entry) ? prepared : undefined
}

/** Tells the local run whose Steps the app is made of: an app found above its project may be another's. */
export function tellRun(root: string): void {
  const file = process.env['MOTIA_PREPARED']
  if (file) appendFileSync(`${file}.roots`, `${realpathSync(root)}\n`)
}

/** ms between two looks. */
const interval = 5

/** Waits as long as the file names a process that lives and will write it: a constructor has to wait on the spot. */
function awaitPrepared(file: string): PreparedSteps {
  const never = new Int32Array(new SharedArrayBuffer(4))
  for (;;) {
    const content = read(file)
    if (!content) throw new SynthError('the local run has no Steps to synthesize: they are broken')
    if (!('awaited' in content)) return content
    if (!isAlive(content.awaited)) throw new SynthError(`the local run (process ${content.awaited}) has ended`)
    Atomics.wait(never, 0, 0, interval)
  }
}

function read(file: string): PreparedSteps | { readonly awaited: number } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/**
 * Reads and bundles Steps, at once: a CDK constructor cannot wait, so a child process does the waiting.
 *
 * @throws SynthError when the child fails
 */
export function loadSteps(options: PrepareOptions): PreparedSteps {
  const entry = resolve(options.entry ?? '.')
  const exchange = mkdtempSync(join(tmpdir(), 'motia-aws-'))
  const answer = join(exchange, 'steps.json')
  const child = join(import.meta.dirname, `load-child${extname(import.meta.filename)}`)
  try {
    const { status, error, stderr } = spawnSync(
      process.execPath,
      ['--conditions=motia-aws:source', child, JSON.stringify({ ...options, entry, answer })],
      { encoding: 'utf8', stdio: ['ignore', 'inherit', 'pipe'] },
    )
    if (error) throw new SynthError(`the Steps of ${entry} could not be read: ${error.message}`, { cause: error })
    if (status !== 0) throw new SynthError(`the Steps of ${entry} could not be read:\n${stderr.trim()}`)
    process.stderr.write(stderr)
    return JSON.parse(readFileSync(answer, 'utf8')) as PreparedSteps
  } finally {
    rmSync(exchange, { recursive: true, force: true })
  }
}
