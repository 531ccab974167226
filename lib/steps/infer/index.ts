/** What a Step's code does with emit, state, streams and the environment, found without running it. */
import type { StepSource } from '../config/locate.ts'
import type { CodeFacts } from '../normalise/index.ts'
import type { Modules } from '../source/modules.ts'
import { environmentOf } from './environment.ts'
import { evaluate } from './evaluate.ts'
import { callFunction } from './functions.ts'
import { createMachines } from './home.ts'
import type { Machine } from './machine.ts'
import { leave } from './unseen.ts'
import { context, UNKNOWN, type Value } from './value.ts'

/** Remembers what it found. */
export interface Inference {
  /** `type` is the config's: it says which parameter is the context. */
  facts(step: StepSource, type: unknown): CodeFacts
}

export function createInference(modules: Modules): Inference {
  const createMachine = createMachines(modules)
  const known = new Map<string, CodeFacts>()
  return {
    facts(step, type) {
      const key = JSON.stringify([step.module.path, step.dialect, type])
      const found = known.get(key) ?? find(step, type)
      known.set(key, found)
      return found
    },
  }

  function find(step: StepSource, type: unknown): CodeFacts {
    const environment = environmentOf(modules, step.module)
    const machine = createMachine()
    if (type !== 'noop') runStep(machine, step, type)
    return { ...machine.facts.result(), environment }
  }
}

function runStep(machine: Machine, step: StepSource, type: unknown): void {
  const whole = step.dialect === 'define-step'
  const values = whole ? [context()] : type === 'cron' ? [context()] : [UNKNOWN, context()]
  const home = machine.scopeOf(step.module)
  const { middleware } = step
  const place = step.call ?? step.handler
  if (!callEach(machine, handlerOf(machine, step), values)) {
    const node = place?.node ?? step.module.program
    const scope = place ? machine.scopeOf(place.module) : home
    machine.facts.unknown('the handler is made by code that cannot be followed', node, scope)
    machine.facts.state('all')
    machine.facts.stream('*', 'all', node, scope)
  }
  if (!middleware) return
  const list = evaluate(machine, middleware.node, machine.scopeOf(middleware.module))
  const each = list.kind === 'list' ? list.items : [list]
  for (const item of each) {
    if (!callEach(machine, item, [UNKNOWN, context(), UNKNOWN])) {
      leave(machine, context(), middleware.node, machine.scopeOf(middleware.module))
    }
  }
}

function handlerOf(machine: Machine, { call, handler }: StepSource): Value {
  if (call) {
    const step = evaluate(machine, call.node, machine.scopeOf(call.module))
    return step.kind === 'object' ? (step.members.get('handler') ?? UNKNOWN) : UNKNOWN
  }
  return handler ? evaluate(machine, handler.node, machine.scopeOf(handler.module)) : UNKNOWN
}

/** Calls every function that the value may be; false when it may be something else. */
function callEach(machine: Machine, value: Value, values: readonly Value[]): boolean {
  if (value.kind === 'either')
    return value.options.length > 0 && value.options.every((option) => callEach(machine, option, values))
  if (value.kind !== 'function') return false
  callFunction(machine, value, values)
  return true
}
