import type { Run } from '../invocation/run.ts'
import { createLogger } from './index.ts'
import { errorFields, jsonLine } from './line.ts'

/**
 * Logs that a Step failed, with what it threw. What is no error gets the fields of one, as in Lambda's own lines: they
 * are how a failure is told from what a handler logs. Of an event it says which message it was, for many may be of one
 * trace.
 */
export function logFailure(
  run: Pick<Run, 'step' | 'traceId' | 'lambda' | 'messageId' | 'attempt'>,
  thrown: unknown,
): void {
  const error =
    thrown instanceof Error ? errorFields(thrown) : { errorType: typeof thrown, errorMessage: textOf(thrown) }
  const { messageId, attempt } = run
  createLogger(run).error(`step "${run.step}" failed`, { ...error, messageId, attempt })
}

function textOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null ? jsonLine(thrown as Record<string, unknown>) : String(thrown)
}
