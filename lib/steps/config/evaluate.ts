import type { BuildFailure, Message } from 'esbuild'
import type { Location } from '../model.ts'
import type { Modules } from '../source/modules.ts'
import { bundleCandidates, type Candidate } from './bundle.ts'
import type { Line } from './child.ts'
import type { StepSource } from './locate.ts'
import { type ConfigProcess, type End, startProcess } from './process.ts'
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
  const ahead = startProcess(modules.root)
  const together = sliceConfigs(modules, steps)
  const all = steps.map((step, id) => ({ id, step, scope: 'all', text: together.text }))
  const first = await run(modules, all, false, ahead, meanwhile)
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
  ahead: ConfigProcess | null = null,
  meanwhile: () => void = () => {},
): Promise<Map<number, Evaluated>> {
  if (candidates.length === 0) return new Map()
  const child = ahead ?? startProcess(modules.root)
  try {
    const running = child.run(await bundleCandidates(modules, candidates, sourceMaps))
    meanwhile()
    const ended = await running
    return resultsOf(modules.root, child.lines(), ended)
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? []
    if (!message) throw error
    const [only] = candidates
    return candidates.length === 1 && only ? new Map([[only.id, buildError(modules.root, message)]]) : new Map()
  } finally {
    child.end()
  }
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
