import type { CallOptions } from '../aws/index.ts'
import { keep, type Run } from '../invocation/run.ts'
import { loadRemote } from '../remote/load.ts'
import { traced } from '../trace/segment.ts'

type Remote = typeof import('../remote/index.ts')

/** One state call of a run: traced, and landed before the run ends though nobody awaits it. */
export function stateCall<T>(
  run: Run,
  operation: string,
  group: string,
  work: (remote: Promise<Remote>, call: CallOptions) => Promise<T>,
): Promise<T> {
  const annotations = { stateOperation: operation, stateGroup: String(group) }
  return keep(
    run,
    traced(run, `state.${operation}`, annotations, (traceHeader) =>
      work(loadRemote(), { deadline: Date.now() + run.lambda.getRemainingTimeInMillis(), traceHeader }),
    ),
  )
}
