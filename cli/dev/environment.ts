import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import type { Step } from '../../lib/steps/model.ts'
import type { AppInfo } from './protocol.ts'

/** Set by Lambda or by the app itself: nothing an author must provide. */
const provided = /^(AWS_|MOTIA_|LAMBDA_|_X_|_HANDLER$|TZ$|PATH$|HOME$|NODE_|PYTHON|LANG$|LD_LIBRARY_PATH$)/

/** The project's `.env`; nothing when there is none. */
export async function loadEnvironment(root: string): Promise<Readonly<Record<string, string>>> {
  const file = path.join(root, '.env')
  if (!existsSync(file)) return {}
  const values = parseEnv(await readFile(file, 'utf8'))
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/**
 * The variables that functions get on this machine: all of `.env`, and of the shell's variables just those that some
 * Step reads, for a function does not see a developer's whole environment. Stack traces name the author's lines.
 */
export function functionEnvironment(
  steps: readonly Step[],
  dotenv: Readonly<Record<string, string>>,
  shell: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  const read = new Set(steps.flatMap((step) => step.environment))
  const fromShell = [...read].flatMap((name) =>
    !provided.test(name) && shell[name] !== undefined ? [[name, shell[name]] as const] : [],
  )
  return { NODE_OPTIONS: '--enable-source-maps', ...Object.fromEntries(fromShell), ...dotenv }
}

/** Variables that a Step's code reads and nobody sets: it may have a default for them, so they are told, not demanded. */
export function missingVariables(
  steps: readonly Step[],
  environment: Readonly<Record<string, string>>,
): AppInfo['missing'] {
  return steps.flatMap((step) => {
    const names = step.environment.filter((name) => !provided.test(name) && environment[name] === undefined)
    if (names.length === 0) return []
    return [{ step: step.name, what: names.join(', '), remedy: 'set in .env or in the shell if the Step needs it' }]
  })
}
