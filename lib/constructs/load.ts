import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { SynthError } from './errors.ts'
import type { PreparedSteps } from './props.ts'

export interface LoadOptions {
  readonly entry?: string
  readonly folders?: readonly string[]
  /** One file instead of all in the folders; relative to `entry`. */
  readonly file?: string
}

/**
 * Reads and bundles Steps, at once: a CDK constructor cannot wait, so a child process does the waiting.
 * @throws SynthError when the child fails
 */
export function loadSteps(options: LoadOptions): PreparedSteps {
  const root = resolve(options.entry ?? '.')
  const folder = join(tmpdir(), 'motia-aws')
  mkdirSync(folder, { recursive: true })
  const exchange = mkdtempSync(join(folder, 'steps-'))
  const answer = join(exchange, 'answer.json')
  const child = join(import.meta.dirname, `load-child${extname(import.meta.filename)}`)
  try {
    const { status, error, stderr } = spawnSync(
      process.execPath,
      ['--conditions=motia-aws:source', child, JSON.stringify({ ...pick(options), root, answer })],
      { encoding: 'utf8', stdio: ['ignore', 'inherit', 'pipe'] },
    )
    if (error) throw new SynthError(`the Steps of ${root} could not be read: ${error.message}`, { cause: error })
    if (status !== 0) throw new SynthError(`the Steps of ${root} could not be read:\n${stderr.trim()}`)
    if (stderr) process.stderr.write(stderr)
    return JSON.parse(readFileSync(answer, 'utf8')) as PreparedSteps
  } finally {
    rmSync(exchange, { recursive: true, force: true })
  }
}

function pick({ folders, file }: LoadOptions) {
  return { ...(folders ? { folders } : {}), ...(file ? { file } : {}) }
}
