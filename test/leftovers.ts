/** Gives a test run a temp folder of its own, and fails the run that leaves something in it. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What Node keeps for the next start of the same program; it goes with the run's folder. */
const nodes = 'node-compile-cache'

/** Vitest's `globalSetup`: workers and what they start inherit the environment. */
export default function setup(): () => void {
  const before = process.env['TMPDIR']
  const folder = mkdtempSync(join(tmpdir(), 'motia-aws-tests-'))
  process.env['TMPDIR'] = folder
  return () => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    const left = readdirSync(folder).filter((name) => name !== nodes)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    if (left.length === 0) return
    // Vitest prints what a teardown throws and goes on to end with success.
    process.exitCode = 1
    throw new Error(`the tests left ${left.length} files in the temp folder: ${left.slice(0, 10).join(', ')}`)
  }
}
