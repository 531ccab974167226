import { isRecord } from '../template/model.ts'
import type { Invocation, InvocationError, InvocationResult } from './invocation.ts'
import type { Outcome } from './process.ts'

/** Bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const syncPayloadLimit = 6_291_556

/** What the caller of an invocation sees of its outcome. */
export function toResult(outcome: Outcome | { readonly type: 'timeout' }, invocation: Invocation): InvocationResult {
  const { requestId } = invocation
  const fail = (error: InvocationError): InvocationResult => ({
    requestId,
    error,
    payload: Buffer.from(JSON.stringify(error)),
  })
  switch (outcome.type) {
    case 'response':
      if (outcome.body.length > syncPayloadLimit)
        return fail({
          errorType: 'Function.ResponseSizeTooLarge',
          errorMessage: `Response payload size exceeded maximum allowed payload size (${syncPayloadLimit} bytes).`,
        })
      return { requestId, payload: outcome.body }
    case 'error':
      return { requestId, payload: outcome.body, error: readError(outcome.body, outcome.errorType) }
    case 'timeout':
      return fail({
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${invocation.function.timeout.toFixed(2)} seconds`,
      })
    case 'exit':
      return fail({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${outcome.reason}`,
      })
  }
}

function readError(body: Buffer, errorType: string): InvocationError {
  try {
    const error: unknown = JSON.parse(body.toString())
    if (isRecord(error)) {
      const trace = error['trace'] ?? error['stackTrace']
      return {
        errorType: String(error['errorType'] ?? errorType),
        errorMessage: String(error['errorMessage'] ?? ''),
        ...(Array.isArray(trace) && { stackTrace: trace.map(String) }),
      }
    }
  } catch {
    // A runtime of the author's own may report an error as plain text.
  }
  return { errorType, errorMessage: body.toString() }
}
