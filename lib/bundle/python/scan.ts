import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { findInterpreter } from './interpreter.ts'

/** What a Python Step needs, read from its sources. Paths are project-relative. */
export interface PythonNeeds {
  /** The Step's own file and the project modules it reaches. */
  readonly modules: readonly string[]
  readonly packages: readonly PythonImport[]
  /** True when modules are imported by a computed name: any package may be meant. */
  readonly dynamic: boolean
  readonly reads: readonly string[]
  readonly errors: readonly {
    readonly file: string
    readonly line: number
    readonly column: number
    readonly message: string
    readonly frame: string
  }[]
}

/** An import of something that is neither Python's own nor the project's. */
export interface PythonImport {
  /** Top-level name of the module. */
  readonly name: string
  readonly file: string
  readonly line: number
  /** The code copes with its absence: `try: import x except ImportError`. */
  readonly optional: boolean
}

/**
 * Reads all Python Steps in one process.
 * @throws PythonNotFoundError
 */
export async function scanPython(
  root: string,
  files: readonly string[],
): Promise<Readonly<Record<string, PythonNeeds>>> {
  const { command, args } = await findInterpreter()
  const child = spawn(command, [...args, '-I', fileURLToPath(new URL('scan.py', import.meta.url))])
  child.stdin.end(JSON.stringify({ root, files }))
  const [output, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`reading Python Steps failed with exit code ${code}: ${complaint.trim()}`)
  return JSON.parse(output)
}
