import type { CallOptions } from '../aws/index.ts'
import { keep, type Run } from '../invocation/run.ts'
import { traced } from '../trace/segment.ts'
import { loadRemote } from './load.ts'

type Remote = typeof import('./index.ts')

/** Work at AWS for a run, as a subsegment `name`, and landed before the run ends though nobody awaits it. */
export function remoteCall<T>(
  run: Run,
  name: string,
  annotations: Readonly<Record<string, string>>,
  work: (remote: Promise<Remote>, call: CallOptions) => Promise<T>,
): Promise<T> {
  return keep(
    run,
    traced(run, name, annotations, (traceHeader) =>
      work(loadRemote(), { deadline: Date.now() + run.lambda.getRemainingTimeInMillis(), traceHeader }),
    ),
  )
}
