import { StepNotFoundError } from '../errors.ts'
import type { TriggerType } from '../invocation/run.ts'
import type { AdaptOptions, LoadedStep, StepConfig } from './loaded.ts'

/**
 * Finds the Step in a step file's exports: a default export, named `config` and `handler`, or what CommonJS made of either
 * (esbuild puts `module.exports` in `default`, and its `default` inside that).
 *
 * @throws StepNotFoundError
 */
export function findStep(module: object, options: AdaptOptions, trigger: TriggerType): LoadedStep {
  const { name, dialect } = options
  for (const exported of candidates(module)) {
    const step = dialect === 'motia' ? motiaStep(name, exported) : definedStep(name, exported)
    if (!step) continue
    if (step.config.type === trigger) return step
    throw new StepNotFoundError(
      `step "${name}" has type "${step.config.type}", this function was made for "${trigger}": deploy again`,
    )
  }
  const form =
    dialect === 'motia'
      ? 'export const config = {...} and export const handler = ...'
      : 'export default defineStep({...})'
  const found = Object.keys(module).join(', ') || 'nothing'
  throw new StepNotFoundError(`step "${name}" exports ${found}: write ${form}`)
}

type Exports = Readonly<Record<string, unknown>>

function candidates(module: object): Exports[] {
  const first = module as Exports
  const second = first['default'] as Exports | undefined
  const third = second?.['default'] as Exports | undefined
  return [first, second, third].filter((value) => isObject(value))
}

function definedStep(name: string, exported: Exports): LoadedStep | undefined {
  const { type, handler } = exported
  return typeof type === 'string' && isHandler(handler)
    ? { name, config: exported as unknown as StepConfig, handler: handler.bind(exported) }
    : undefined
}

function motiaStep(name: string, exported: Exports): LoadedStep | undefined {
  const { config, handler, default: fallback } = exported
  const run = isHandler(handler) ? handler : fallback
  return isObject(config) && isHandler(run)
    ? { name, config: config as unknown as StepConfig, handler: run.bind(exported) }
    : undefined
}

function isObject(value: unknown): value is Exports {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}

function isHandler(value: unknown): value is (...args: never[]) => unknown {
  return typeof value === 'function'
}
