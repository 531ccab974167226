import { fileURLToPath } from 'node:url'
import { type FunctionDefinition, languageOf } from './definition.ts'

/** The interpreter for Python functions, or how to get one. */
export type Python = { readonly executable: string } | { readonly missing: string }

export interface Command {
  readonly executable: string
  readonly args: readonly string[]
}

/** What runs a function: the interpreter with the bootstrap of its language, or why that cannot be. */
export function commandOf(
  definition: FunctionDefinition,
  options: { readonly python: Python; readonly inspect: boolean },
): Command | { readonly missing: string } {
  if (languageOf(definition) === 'python') {
    if ('missing' in options.python) return options.python
    return { executable: options.python.executable, args: ['-u', bootstrap('bootstrap.py')] }
  }
  return {
    executable: process.execPath,
    args: [
      // Lambda leaves a tenth of the memory to what is not V8's heap.
      `--max-old-space-size=${Math.floor(definition.memory * 0.9)}`,
      ...(options.inspect ? ['--inspect=127.0.0.1:0', '--enable-source-maps'] : []),
      bootstrap('bootstrap.mjs'),
    ],
  }
}

function bootstrap(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
