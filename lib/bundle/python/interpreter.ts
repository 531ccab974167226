import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { PythonNotFoundError } from '../errors.ts'

const run = promisify(execFile)

/** A Python that can read and package Steps. */
export interface Interpreter {
  readonly command: string
  readonly args: readonly string[]
}

let found: Promise<Interpreter> | undefined

/**
 * The machine's Python, 3.10 or newer.
 * @throws PythonNotFoundError
 */
export function findInterpreter(): Promise<Interpreter> {
  found ??= search()
  return found
}

const CANDIDATES: readonly Interpreter[] = [
  { command: 'python3', args: [] },
  { command: 'python', args: [] },
  { command: 'py', args: ['-3'] },
]

async function search(): Promise<Interpreter> {
  const seen: string[] = []
  for (const { command, args } of CANDIDATES) {
    try {
      const { stdout } = await run(command, [...args, '-c', 'import sys; print(*sys.version_info[:2])'])
      const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number)
      if (major > 3 || (major === 3 && minor >= 10)) return { command, args }
      seen.push(`${command} is ${major}.${minor}`)
    } catch (error) {
      seen.push(`${command} does not start (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`)
    }
  }
  throw new PythonNotFoundError(seen)
}
