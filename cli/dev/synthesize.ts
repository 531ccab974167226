import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { StepAsset } from '../../lib/bundle/model.ts'
import type { Project } from '../../lib/steps/model.ts'
import { UsageError } from '../errors.ts'

export interface SynthesisInput {
  readonly root: string
  readonly name: string
  readonly project: Project
  readonly assets: readonly StepAsset[]
  readonly outdir: string
}

/**
 * Synthesizes the app's template: with the project's own CDK app where a cdk.json names one, so that what runs here is
 * what `cdk deploy` ships, else with one `StepsApp` in one stack.
 */
export async function synthesize(input: SynthesisInput): Promise<void> {
  const app = cdkApp(input.root)
  if (app) await runApp(app, input)
  else await inProcess(input)
}

/** The stack of an assembly that holds Steps. @throws {UsageError} when none or several do. */
export async function stackOf(assembly: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(assembly, 'manifest.json'), 'utf8')) as {
    readonly artifacts: Readonly<
      Record<string, { readonly type: string; readonly properties?: { readonly templateFile?: string } }>
    >
  }
  const stacks: string[] = []
  for (const [id, { type, properties }] of Object.entries(manifest.artifacts)) {
    if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) continue
    const nested = (await readdir(assembly)).filter((file) => file.startsWith(id) && file.endsWith('.template.json'))
    const texts = await Promise.all(
      [...new Set([properties.templateFile, ...nested])].map((file) => readFile(path.join(assembly, file), 'utf8')),
    )
    if (texts.some((text) => text.includes('"motia-aws"'))) stacks.push(id)
  }
  if (stacks.length === 1) return stacks[0]!
  throw new UsageError(
    stacks.length === 0
      ? 'the CDK app makes no stack with Steps; add a StepsApp to one'
      : `the CDK app has Steps in several stacks (${stacks.join(', ')}); a local run takes one`,
  )
}

interface CdkApp {
  readonly command: string
  readonly directory: string
  readonly context: Readonly<Record<string, unknown>>
}

/** The nearest cdk.json at or above the project, below the repository's top. */
function cdkApp(root: string): CdkApp | undefined {
  for (let directory = root; ; directory = path.dirname(directory)) {
    const file = path.join(directory, 'cdk.json')
    if (existsSync(file)) {
      const { app, context = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
        app?: string
        context?: Record<string, unknown>
      }
      return app === undefined ? undefined : { command: app, directory, context }
    }
    if (existsSync(path.join(directory, '.git')) || directory === path.dirname(directory)) return undefined
  }
}

/** Runs the app as the CDK's own command does: its output folder and context come by environment. */
async function runApp(app: CdkApp, input: SynthesisInput): Promise<void> {
  const prepared = `${input.outdir}.prepared.json`
  await writeFile(prepared, JSON.stringify({ project: input.project, assets: input.assets }))
  const output: Buffer[] = []
  const child = spawn(app.command, {
    shell: true,
    cwd: app.directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
      CDK_OUTDIR: input.outdir,
      CDK_CONTEXT_JSON: JSON.stringify(app.context),
      CDK_VALIDATION: 'false',
      MOTIA_PREPARED: prepared,
    },
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0)
    throw new UsageError(
      `the CDK app failed (\`${app.command}\` in ${app.directory}, exit code ${code}):\n${Buffer.concat(output).toString('utf8').trim()}`,
    )
}

async function inProcess({ root, name, project, assets, outdir }: SynthesisInput): Promise<void> {
  process.env['CDK_VALIDATION'] ??= 'false'
  const [{ App, Stack }, { StepsApp }] = await Promise.all([import('aws-cdk-lib'), import('../../lib/index.ts')])
  const app = new App({ outdir, analyticsReporting: false })
  const stack = new Stack(app, name.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^[^A-Za-z]+/, '') || 'App')
  new StepsApp(stack, 'App', { entry: root, prepared: { project, assets } })
  app.synth()
}
