import { OutOfTimeError } from '../errors.ts'
import type { LambdaContext, Run } from './run.ts'

/** ms before Lambda stops the function: `signal` aborts, and no new record is started. */
export const reserve = 500

/** ms before Lambda stops the function: a batch is answered with what is done. */
export const lastMoment = 250

export function remainingTime(lambda: LambdaContext): number {
  return lambda.getRemainingTimeInMillis()
}

/** The run's abort signal; made when first asked for. */
export function signalOf(run: Run): AbortSignal {
  if (!run.abort) {
    const abort = new AbortController()
    run.abort = abort
    run.timer = setTimeout(
      () =>
        abort.abort(
          new OutOfTimeError(`step "${run.step}" has less than ${reserve} ms left: give it a longer timeout`),
        ),
      Math.max(0, remainingTime(run.lambda) - reserve),
    )
    run.timer.unref()
  }
  return run.abort.signal
}
