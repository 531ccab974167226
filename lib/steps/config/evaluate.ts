import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BuildFailure, Message } from 'esbuild'
import type { Location } from '../model.ts'
import type { Modules } from '../source/modules.ts'
import { bundleCandidates, type Candidate } from './bundle.ts'
import type { Line } from './child.ts'
import type { StepSource } from './locate.ts'
import { placed, sliceConfigs } from './slice.ts'

/** A config as its author wrote it, with schemas as JSON Schema; or why there is none. */
export type Evaluated =
  | {
      readonly config: Readonly<Record<string, unknown>> | null
      readonly motia: boolean
      /** Libraries of its schemas that could not be converted. */
      readonly vendors: readonly string[]
      readonly whole?: string
    }
  | { readonly error: string; readonly location?: Location; readonly late?: true }

/** A config gets this long, in ms, before its process is stopped. */
const LIMIT = 10_000

/**
 * Evaluates the configs in one process. What fails is tried again by itself, then as its whole module: a config may
 * need an import that only has effects. `meanwhile` is called when there is nothing to do but to wait for the process.
 */
export async function evaluateConfigs(
  modules: Modules,
  steps: readonly StepSource[],
  meanwhile: () => void,
): Promise<Evaluated[]> {
  if (steps.length === 0) return []
  const child = startChild(modules.root)
  const together = sliceConfigs(modules, steps)
  const all = steps.map((step, id) => ({ id, step, scope: 'all', text: together.text }))
  const first = await run(modules, all, false, child, meanwhile)
  // What did not finish would not finish by itself either.
  const failed = steps.flatMap((step, id) => (hasConfig(first.get(id)) || isLate(first.get(id)) ? [] : [{ id, step }]))
  if (failed.length === 0) return steps.map((_, id) => first.get(id)!)
  const alone = await runEach(
    modules,
    failed.map(({ id, step }) => isolated(modules, id, step)),
  )
  const still = failed.filter(({ id }) => !hasConfig(alone.get(id)) && !isLate(alone.get(id)))
  const whole = await runEach(
    modules,
    still.map(({ id, step }) => unsliced(modules, id, step)),
  )
  return steps.map((_, id) => {
    const found = [first.get(id), alone.get(id)].find(hasConfig)
    if (found) return found
    const reason = alone.get(id) ?? first.get(id)
    const fallback = whole.get(id)
    if (fallback && hasConfig(fallback)) return { ...fallback, whole: reason && 'error' in reason ? reason.error : '' }
    return reason ?? { error: 'the config gave no answer' }
  })
}

function hasConfig(result: Evaluated | undefined): result is Extract<Evaluated, { config: unknown }> {
  return result !== undefined && 'config' in result
}

function isLate(result: Evaluated | undefined): boolean {
  return result !== undefined && 'late' in result
}

function isolated(modules: Modules, id: number, step: StepSource): Candidate {
  return { id, step, scope: String(id), text: sliceConfigs(modules, [step]).text }
}

function unsliced(modules: Modules, id: number, step: StepSource): Candidate {
  return { id, step, scope: String(id), text: (path) => placed(path, modules.load(path).text) }
}

/** One build for all; when that fails, one for each, so that a fault stays with the Step that has it. */
async function runEach(modules: Modules, candidates: readonly Candidate[]): Promise<Map<number, Evaluated>> {
  const results = await run(modules, candidates, true)
  if (results.size === candidates.length) return results
  for (const candidate of candidates) {
    if (results.has(candidate.id)) continue
    for (const [id, result] of await run(modules, [candidate], true)) results.set(id, result)
  }
  return results
}

async function run(
  modules: Modules,
  candidates: readonly Candidate[],
  sourceMaps: boolean,
  child: ChildProcess | null = null,
  meanwhile: () => void = () => {},
): Promise<Map<number, Evaluated>> {
  if (candidates.length === 0) return new Map()
  const directory = await mkdtemp(join(tmpdir(), 'motia-aws-configs-'))
  const files = { bundle: join(directory, 'configs.mjs'), results: join(directory, 'results.jsonl') }
  try {
    await bundleCandidates(modules, candidates, files, sourceMaps)
    const executed = execute(child ?? startChild(modules.root), files.bundle)
    meanwhile()
    const ended = await executed
    const lines = (await readFile(files.results, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
    return resultsOf(
      modules.root,
      lines.map((line) => JSON.parse(line) as Line),
      ended,
    )
  } catch (error) {
    child?.kill('SIGKILL')
    const [message] = (error as Partial<BuildFailure>).errors ?? []
    if (!message) throw error
    const [only] = candidates
    return candidates.length === 1 && only ? new Map([[only.id, buildError(modules.root, message)]]) : new Map()
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Node is started before the bundle is ready: it waits for the bundle's path on its standard input. */
function startChild(root: string): ChildProcess {
  const waiting = `process.stdin.once('data', (path) => import(String(path)).catch((error) => { console.error(error); process.exit(1) }))`
  return spawn(process.execPath, ['--enable-source-maps', '--input-type=module', '--eval', waiting], {
    cwd: root,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
}

interface End {
  readonly error: string
  readonly late?: true
}

/** Resolves to why the process ended early; null when it ran to its end. */
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

function resultsOf(root: string, lines: readonly Line[], ended: End | null): Map<number, Evaluated> {
  const results = new Map<number, Evaluated>()
  for (const line of lines) {
    if (line.state === 'started')
      results.set(line.id, ended ?? { error: 'it ended the process, or it waits for a promise that nothing settles' })
    else if (line.state === 'failed') results.set(line.id, { error: line.message, ...placeIn(root, line.stack) })
    else {
      const { motia, vendors } = line
      results.set(line.id, { config: line.config as Record<string, unknown> | null, motia, vendors })
    }
  }
  return results
}

/** The first line of a stack that is in one of the project's files. */
function placeIn(root: string, stack: string): { location?: Location } {
  for (const [, path = '', line, column] of stack.matchAll(/slice:\w+:((?:(?!slice:).)+?):(\d+):(\d+)/g)) {
    if (path.startsWith(root))
      return { location: { file: relativeTo(root, path), line: Number(line), column: Number(column) } }
  }
  return {}
}

function buildError(root: string, { text, location }: Message): Evaluated {
  const path = location?.file.replace(/^slice:\w+:/, '')
  if (!location || !path) return { error: text }
  return { error: text, location: { file: relativeTo(root, path), line: location.line, column: location.column + 1 } }
}

function relativeTo(root: string, path: string): string {
  return path.startsWith(root) ? path.slice(root.length + 1).replaceAll('\\', '/') : path
}
