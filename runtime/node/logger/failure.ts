import type { Run } from '../invocation/run.ts'
import { createLogger } from './index.ts'
import { jsonLine } from './line.ts'

/**
 * Logs that a Step failed, with what it threw. What is no error gets the fields of one, as in Lambda's own lines: they
 * are how a failure is told from what a handler logs.
 */
export function logFailure(run: Pick<Run, 'step' | 'traceId' | 'lambda'>, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : { errorType: typeof thrown, errorMessage: textOf(thrown) }
  createLogger(run).error(`step "${run.step}" failed`, error)
}

function textOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null ? jsonLine(thrown as Record<string, unknown>) : String(thrown)
}
