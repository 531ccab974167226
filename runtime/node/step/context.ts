import type { CommonContext } from '../authoring/context.ts'
import type { FlowContext } from '../authoring/motia.ts'
import { createEmit, createMotiaEmit } from '../emit/emit.ts'
import { remainingTime, signalOf } from '../invocation/deadline.ts'
import type { Run } from '../invocation/run.ts'
import { createLogger } from '../logger/index.ts'
import { createMotiaState } from '../state/motia-state.ts'
import { createState } from '../state/state.ts'
import { createStreams } from '../streams/streams.ts'
import type { StepConfig } from './loaded.ts'

/** What every handler of `defineStep` gets, with `own`, its trigger's part. */
export function stepContext<Own extends object>(run: Run, own: Own): Own & CommonContext {
  return {
    ...own,
    emit: createEmit(run),
    state: createState(run),
    get streams() {
      return createStreams(run)
    },
    logger: createLogger(run),
    traceId: run.traceId,
    get signal() {
      return signalOf(run)
    },
    remainingTime: () => remainingTime(run.lambda),
  }
}

/** The `ctx` of Motia 0.x. */
export function motiaContext(
  run: Run,
  config: StepConfig,
  allowed: ReadonlySet<string>,
): FlowContext<{ topic: string; data: unknown }> {
  const logger = createLogger(run)
  return {
    emit: createMotiaEmit(run, allowed, logger),
    traceId: run.traceId,
    state: createMotiaState(run),
    logger,
    flows: config.flows ?? [],
    get streams() {
      return createStreams(run)
    },
  }
}

/** The topics that a 0.x config lists; empty allows all. */
export function listedTopics({ emits = [] }: StepConfig): ReadonlySet<string> {
  return new Set(emits.map((entry) => (typeof entry === 'string' ? entry : entry.topic)))
}
