import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { SynthError } from './errors.ts'
import type { PrepareOptions } from './prepare.ts'
import type { PreparedSteps } from './props.ts'

/**
 * A local run has read and bundled the Steps already when it starts the CDK app; it says where in `MOTIA_PREPARED`, so
 * that both run the very same bundles. Undefined for other projects and other runs.
 */
export function handedOver(entry = '.'): PreparedSteps | undefined {
  const file = process.env['MOTIA_PREPARED']
  if (!file) return undefined
  const prepared = JSON.parse(readFileSync(file, 'utf8')) as PreparedSteps
  return realpathSync(prepared.project.root) === realpathSync(entry) ? prepared : undefined
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
