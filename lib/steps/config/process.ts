import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Line } from './child.ts'

/** A process that waits for the program that evaluates configs, so that Node starts while that is bundled. */
export interface ConfigProcess {
  /** Runs a bundle of `child.ts`, once; resolves to why it ended early, or to null when it ran to its end. */
  run(bundle: string): Promise<End | null>
  /** What it has written. */
  lines(): Line[]
  /** Ends it, whether it has run or not. */
  end(): void
}

export interface End {
  readonly error: string
  readonly late?: true
}

/** A config gets this long, in ms, before its process is stopped. */
const LIMIT = 10_000

export function startProcess(root: string): ConfigProcess {
  const results = namelessFile()
  // Without a script Node runs what it reads from its standard input.
  const child = spawn(process.execPath, ['--enable-source-maps', '--input-type=module'], {
    cwd: root,
    stdio: ['pipe', 'ignore', 'pipe', results],
  })
  return {
    run: (bundle) => execute(child, bundle),
    lines: () => linesOf(results),
    end() {
      child.kill('SIGKILL')
      closeSync(results)
    },
  }
}

/** Nothing of it is left behind, however this process ends; and unlike a pipe it takes all that nobody reads yet. */
function namelessFile(): number {
  const path = join(tmpdir(), `motia-aws-configs-${randomUUID()}`)
  const file = openSync(path, 'wx+', 0o600)
  unlinkSync(path)
  return file
}

/** From its beginning: the position in the file is that of the process that wrote it. */
function linesOf(file: number): Line[] {
  const buffer = Buffer.alloc(fstatSync(file).size)
  const length = readSync(file, buffer, 0, buffer.length, 0)
  const lines = buffer.toString('utf8', 0, length).split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line)
}

function execute(child: ChildProcess, bundle: string): Promise<End | null> {
  return new Promise((resolve, reject) => {
    let errors = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, LIMIT)
    child.stderr?.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2000)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      clearTimeout(timer)
      if (late) resolve({ error: `it did not finish within ${LIMIT / 1000} s`, late })
      else resolve(code === 0 ? null : { error: `its process ended with exit code ${code} ${errors.trim()}`.trim() })
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(bundle)
  })
}
