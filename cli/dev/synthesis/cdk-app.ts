import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../../errors.ts'
import { codeCacheVariables } from '../code-cache.ts'
import { withoutStaging } from './context.ts'
import type { Synthesis } from './model.ts'

interface CdkApp {
  readonly command: string
  readonly directory: string
  readonly context: Readonly<Record<string, unknown>>
}

/** The nearest cdk.json at or above the project, below the repository's top. */
export function findCdkApp(root: string): CdkApp | undefined {
  for (let directory = root; ; directory = path.dirname(directory)) {
    const file = path.join(directory, 'cdk.json')
    if (existsSync(file)) {
      const { app, context = {} } = readSettings(file)
      return app === undefined ? undefined : { command: app, directory, context }
    }
    if (existsSync(path.join(directory, '.git')) || directory === path.dirname(directory)) return undefined
  }
}

function readSettings(file: string): { readonly app?: string; readonly context?: Readonly<Record<string, unknown>> } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof readSettings>
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, { cause })
  }
}

/**
 * Runs the app as the CDK's own command does: its output folder and context come by environment. Its `StepsApp` waits for
 * the file of `MOTIA_PREPARED`, so until then the app does all that comes before.
 */
export function runCdkApp(app: CdkApp, root: string, outdir: string): Synthesis {
  const file = `${outdir}.prepared.json`
  writeFileSync(file, JSON.stringify({ awaited: process.pid }))
  const output: Buffer[] = []
  const child = spawn(app.command, {
    shell: true,
    cwd: app.directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...codeCacheVariables(),
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...app.context, ...withoutStaging }),
      CDK_VALIDATION: 'false',
      MOTIA_PREPARED: file,
    },
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  // Heard of in `finish`; what is wrong with the Steps is said first.
  ended.catch(() => {})
  return {
    async finish(prepared) {
      writeFileSync(`${file}.new`, JSON.stringify(prepared))
      renameSync(`${file}.new`, file)
      const code = await ended
      const roots = existsSync(`${file}.roots`) ? readFileSync(`${file}.roots`, 'utf8').split('\n') : []
      for (const left of [file, `${file}.roots`]) rmSync(left, { force: true })
      if (code !== 0) {
        throw new UsageError(
          `the CDK app failed (\`${app.command}\` in ${app.directory}, exit code ${code}):\n${Buffer.concat(output).toString('utf8').trim()}`,
        )
      }
      if (!roots.includes(realpathSync(root))) {
        throw new UsageError(
          `${path.join(app.directory, 'cdk.json')}: its app makes no StepsApp of ${root}; add one with \`entry: '${path.relative(app.directory, root) || '.'}'\`, or put a cdk.json with {} into that folder to run it by itself`,
        )
      }
    },
    // The app ends when it sees that there is no such file: the child may be a shell with the app below it.
    abandon: () => rmSync(file, { force: true }),
  }
}
