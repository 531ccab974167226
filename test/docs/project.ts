/** Projects made of a page's blocks, and what a reader does with them. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, expect, vi } from 'vitest'
import { startApp, type TestApp } from '../../cli/testing.ts'
import { root } from './page.ts'

// Programs are started, each of which starts others: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const running: { stop(): Promise<void> }[] = []
const folders: string[] = []
afterAll(async () => {
  await Promise.all(running.map((app) => app.stop()))
  for (const folder of folders) rmSync(folder, { recursive: true, maxRetries: 5 })
})

/**
 * A folder with these files. It is inside the repository, so that packages resolve; its cdk.json keeps the repository's own
 * from being found.
 */
export function project(...layers: Readonly<Record<string, string>>[]): string {
  mkdirSync(path.join(root, 'test', '.work'), { recursive: true })
  const folder = mkdtempSync(path.join(root, 'test', '.work', 'docs-'))
  folders.push(folder)
  for (const [name, text] of [{ 'cdk.json': '{}' }, ...layers].flatMap((files) => Object.entries(files))) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  return folder
}

/** The example app, and these files over it. */
export function example(files: Readonly<Record<string, string>>): string {
  const folder = project()
  cpSync(path.join(root, 'steps-example'), folder, {
    recursive: true,
    filter: (file) => !/(?:\.motia|cdk\.out|__pycache__|\btest)$/.test(file),
  })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  return folder
}

/** Starts a project on the emulator; it ends with the test file. */
export async function run(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const app = await startApp(folder, { environment })
  running.push(app)
  return app
}

/** A request with a JSON body. */
export const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Gives an event Step its data, as the emit of another Step does. */
export async function send(app: TestApp, step: string, data: object): Promise<void> {
  const queue = app.resources().find((resource) => resource.step === step && resource.role === 'queue')
  if (!queue) throw new Error(`${step} has no queue`)
  const { endpoint, region } = app
  const sqs = new SQSClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  await sqs.send(new SendMessageCommand({ QueueUrl: queue.physicalId, MessageBody: JSON.stringify(data) }))
  await app.idle()
}

/** Runs a program as in a project of a reader, whose `motia-aws` is this repository's source. */
export function shell(command: string, cwd: string, environment: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  return spawnSync(command, {
    cwd,
    shell: true,
    encoding: 'utf8',
    env: {
      ...withoutVitest(process.env),
      NODE_OPTIONS: '--conditions=motia-aws:source',
      PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      ...environment,
    },
  })
}

const withoutVitest = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(?:VITEST|NODE_ENV$|TEST$)/.test(name)))

export interface Resource {
  readonly Type: string
  // biome-ignore lint/suspicious/noExplicitAny: a template is read as the JSON that it is
  readonly Properties: any
  readonly Metadata?: { readonly 'motia-aws'?: { readonly step?: string; readonly role?: string } }
  readonly DeletionPolicy?: string
}

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs?: Readonly<Record<string, { readonly Description?: string }>>
}

/** Synthesizes a project's CDK program as `cdk` does, by the command of its cdk.json, and reads the template of its stack. */
export function synth(folder: string, stack: string): Template {
  const assembly = path.join(folder, 'cdk.out')
  const { app = 'node infra.ts' } = JSON.parse(readFileSync(path.join(folder, 'cdk.json'), 'utf8')) as { app?: string }
  // CDK's check of property types takes two seconds a run; test/synth has it on.
  const { status, stderr } = shell(app, folder, { CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' })
  expect(status, stderr).toBe(0)
  return templateOf(folder, stack)
}

export const templateOf = (folder: string, stack: string): Template =>
  JSON.parse(readFileSync(path.join(folder, 'cdk.out', `${stack}.template.json`), 'utf8')) as Template

export const ofType = (template: Template, type: string): Resource[] =>
  Object.values(template.Resources).filter((resource) => resource.Type === type)

/** What a Step's role allows, by the actions. */
export function actionsOf(template: Template, step: string): string[] {
  const found = Object.values(template.Resources).find(
    ({ Metadata }) => Metadata?.['motia-aws']?.step === step && Metadata['motia-aws'].role === 'function',
  )
  if (!found) throw new Error(`the template has no function of ${step}`)
  const role = template.Resources[found.Properties.Role['Fn::GetAtt'][0]]!
  return role.Properties.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: { Action: string | string[] }[] } }) =>
      policy.PolicyDocument.Statement.flatMap(({ Action }) => Action),
  ).sort()
}

/** Runs a project's tests with vitest, as `npx vitest run` does in it; returns how many passed. */
export function vitest(folder: string): number {
  writeFileSync(
    path.join(folder, 'vitest.config.ts'),
    `const conditions = ['motia-aws:source', 'node']
export default { resolve: { conditions }, ssr: { resolve: { conditions } }, test: { testTimeout: 30_000 } }
`,
  )
  const { stdout, stderr } = shell('npx vitest run --reporter=json', folder)
  const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    readonly numPassedTests: number
    readonly success: boolean
  }
  expect(report.success, `${stdout}\n${stderr}`).toBe(true)
  return report.numPassedTests
}
