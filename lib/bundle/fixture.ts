/** Projects for the tests of this folder: written to the OS's temp folder, bundled, and run as Lambda would. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Project, Step } from '../steps/model.ts'
import type { StepAsset } from './model.ts'
import type { RuntimeLocation } from './runtime/location.ts'

export interface Fixture {
  readonly root: string
  readonly project: Project
  readonly outdir: string
  write(files: Readonly<Record<string, string>>): void
  remove(): void
}

/**
 * Writes a project; every `*.step.*` and `*_step.py` in it is an event Step. `packages` become `node_modules`;
 * `installed` are linked there from this repository.
 */
export function fixture(
  files: Readonly<Record<string, string>>,
  options: { readonly installed?: readonly string[]; readonly steps?: Readonly<Record<string, Partial<Step>>> } = {},
): Fixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'motia-bundle-')))
  const write = (texts: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  }
  write(files)
  for (const name of options.installed ?? []) {
    mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true })
    symlinkSync(
      join(import.meta.dirname, '..', '..', 'node_modules', name),
      join(root, 'node_modules', name),
      'junction',
    )
  }
  const steps = Object.keys(files)
    .filter((file) => /[._]step\.[a-z]+$/.test(file) && !file.startsWith('node_modules/'))
    .map((file) => stepOf(file, options.steps?.[file]))
  return {
    root,
    project: { root, steps, streams: [], findings: [] },
    outdir: join(root, '.motia', 'assets'),
    write,
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

export function stepOf(file: string, overrides: Partial<Step> = {}): Step {
  return {
    name: file.replace(/^.*\//, '').replace(/[._]step\.\w+$/, ''),
    file,
    location: { file, line: 1 },
    language: file.endsWith('.py') ? 'python' : 'node',
    dialect: 'motia',
    flows: [],
    triggers: [{ type: 'event', subscribes: ['test'], patterns: [] }],
    emits: [],
    emitsAnything: false,
    virtualEmits: [],
    virtualSubscribes: [],
    state: [],
    streams: [],
    includeFiles: [],
    environment: [],
    infrastructure: {},
    allowLoop: false,
    ...overrides,
  }
}

/** A run time that calls the handler and nothing else. */
export function standInRuntime(folder: string): RuntimeLocation {
  const node = join(folder, 'runtime', 'node')
  const python = join(folder, 'runtime', 'python')
  const adapter = `import { calls } from '../calls.ts'
    export const adapt = (step: any, options: any) => (event: any) =>
      (step.handler ?? step.default.handler)(event, { options, calls, later: () => import('../later.ts') })`
  const pythonAdapter = `import importlib.util, os
def adapt(file, name, dialect):
    spec = importlib.util.spec_from_file_location("step", os.path.join(os.path.dirname(__file__), "../..", file))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda event, context=None: module.handler(event)
`
  const files: Record<string, string> = {
    [join(node, 'index.ts')]: `export { calls } from './calls.ts'\nexport const defineStep = (step: any) => step`,
    [join(node, 'calls.ts')]: 'export const calls: string[] = []',
    [join(node, 'later.ts')]: 'export const later = true',
    [join(python, 'motiadev', '__init__.py')]: '',
    [join(python, 'motia', '__init__.py')]: '',
    [join(python, 'motia', 'adapters', '__init__.py')]: '',
  }
  for (const trigger of ['api', 'event', 'cron']) {
    files[join(node, 'adapters', `${trigger}.ts`)] = adapter
    files[join(python, 'motia', 'adapters', `${trigger}.py`)] = pythonAdapter
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return { node, extension: '.ts', python }
}

/** Calls an asset's handler in a process of its own, with the folder and environment that Lambda gives it. */
export async function invoke(asset: StepAsset, event: unknown = {}): Promise<unknown> {
  const python = filesOf(asset).includes('index.py')
  const input = JSON.stringify(event)
  const script = python
    ? `import json, index; print(json.dumps(index.handler(json.loads(${JSON.stringify(input)}))))`
    : `const { handler } = await import(${JSON.stringify(pathToFileURL(join(asset.directory, 'index.mjs')).href)})
       console.log(JSON.stringify((await handler(${input})) ?? null))`
  const [command, args] = python
    ? ['python3', ['-c', script]]
    : [process.execPath, ['--input-type=module', '--no-warnings', '-e', script]]
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: asset.directory,
    env: { PATH: process.env['PATH'], LAMBDA_TASK_ROOT: asset.directory, PYTHONDONTWRITEBYTECODE: '1' },
  })
  return JSON.parse(stdout)
}

/** Calls the handlers of Node assets one after the other in one process, each from its folder as Lambda does. */
export async function invokeEach(assets: readonly StepAsset[], event: unknown): Promise<unknown[]> {
  const entries = assets.map(({ directory }) => [directory, pathToFileURL(join(directory, 'index.mjs')).href])
  const script = `const answers = []
    for (const [directory, entry] of ${JSON.stringify(entries)}) {
      process.chdir(process.env.LAMBDA_TASK_ROOT = directory)
      const { handler } = await import(entry)
      answers.push((await handler(${JSON.stringify(event)})) ?? null)
    }
    console.log('\\n' + JSON.stringify(answers))`
  const args = ['--input-type=module', '--no-warnings', '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env['PATH'] } })
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n[')))
}

/** Paths in an asset, sorted, with forward slashes. */
export function filesOf(asset: StepAsset): string[] {
  return readdirSync(asset.directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(asset.directory.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}
