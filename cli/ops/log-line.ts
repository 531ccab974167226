import { type Failure, failureOf } from './failure.ts'

type Fields = Readonly<Record<string, unknown>>

/** A line of a function's log group: of the runtime, of the author, or of Lambda. */
export interface Line {
  /** ms since 1970. */
  readonly time: number
  readonly text: string
  /** None when it is no JSON. */
  readonly fields: Fields
}

export function readLine(time: number, message: string): Line {
  const text = message.trimEnd()
  try {
    const value: unknown = JSON.parse(text)
    return { time, text, fields: isFields(value) ? value : {} }
  } catch {
    // A line that somebody printed by hand.
    return { time, text, fields: {} }
  }
}

/** The request that a line is of, undefined when it does not say. */
export const requestOf = ({ fields }: Line): unknown => fields['requestId'] ?? reportOf(fields)['requestId']

/**
 * Whether Lambda says by a line that an invocation failed: its runtimes of an error that nobody caught, and it itself of
 * what it had to stop.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export function isLambdas({ fields, text }: Line): boolean {
  const { level, log_level, type, step } = fields
  if (step !== undefined) return false
  if (type === 'platform.report') return /^(timeout|error|failure)$/.test(String(reportOf(fields)['status']))
  return /^(ERROR|FATAL)$/.test(String(level ?? log_level)) || /Task timed out|Runtime exited/.test(text)
}

/** What a line that tells of a failure says of it. */
export function describeLine({ time, fields, text }: Line): Failure {
  const { message, attempt } = fields
  const { status, errorType } = reportOf(fields)
  const failure = failureOf(fields) ?? (isFields(message) ? failureOf(message) : undefined)
  const ended = status === undefined ? undefined : `it ended with ${[status, errorType].filter(Boolean).join(': ')}`
  const words = ended ?? (typeof message === 'string' ? message : text)
  return {
    // Lambda names the request in it, which is told beside.
    reason: words.replace(/RequestId: \S+ (?:Error: )?/, ''),
    ...failure,
    failedAt: new Date(time).toISOString(),
    ...(typeof attempt === 'number' && { attempt }),
  }
}

const reportOf = ({ record }: Fields): Fields => (isFields(record) ? record : {})

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
