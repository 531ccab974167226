import type { CallOptions } from '../aws/index.ts'
import type { Run } from '../invocation/run.ts'
import { remoteCall } from '../remote/call.ts'

type Remote = typeof import('../remote/index.ts')

/** One state call of a run. */
export function stateCall<T>(
  run: Run,
  operation: string,
  group: string,
  work: (remote: Promise<Remote>, call: CallOptions) => Promise<T>,
): Promise<T> {
  return remoteCall(run, `state.${operation}`, { stateOperation: operation, stateGroup: String(group) }, work)
}
