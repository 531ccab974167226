import type { Logger } from '../authoring/context.ts'
import type { Run } from '../invocation/run.ts'
import { errorFields, jsonLine } from './line.ts'

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const
type Level = (typeof levels)[number]

/**
 * The logger of a run. Lambda keeps lines that are JSON as they are and filters them by `level`:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function createLogger(run: Pick<Run, 'step' | 'traceId' | 'lambda'>): Logger {
  return {
    debug: (message, fields) => write(run, 'DEBUG', message, fields),
    info: (message, fields) => write(run, 'INFO', message, fields),
    warn: (message, fields) => write(run, 'WARN', message, fields),
    error: (message, fields) => write(run, 'ERROR', message, fields),
  }
}

function write(run: Pick<Run, 'step' | 'traceId' | 'lambda'>, level: Level, message: string, fields: unknown): void {
  if (levels.indexOf(level) < lowestLevel()) return
  const own = {
    timestamp: new Date().toISOString(),
    level,
    message,
    requestId: run.lambda.awsRequestId,
    step: run.step,
    traceId: run.traceId,
  }
  const given = fieldsOf(fields)
  // What lines are found by is never hidden, nor is what the author says by the same name.
  const namesakes = Object.keys(own).filter(
    (name) => given[name] !== undefined && given[name] !== own[name as keyof typeof own],
  )
  const kept = namesakes.length > 0 && { fields: Object.fromEntries(namesakes.map((name) => [name, given[name]])) }
  process.stdout.write(`${jsonLine({ ...own, ...given, ...kept, ...own })}\n`)
}

function fieldsOf(fields: unknown): Readonly<Record<string, unknown>> {
  if (fields === undefined || fields === null) return {}
  if (fields instanceof Error) return errorFields(fields)
  if (typeof fields === 'object' && !Array.isArray(fields)) return fields as Readonly<Record<string, unknown>>
  return { data: fields }
}

/** Lambda's setting of the application log level; its TRACE is everything, its FATAL is no more than errors. */
function lowestLevel(): number {
  const setting = process.env['AWS_LAMBDA_LOG_LEVEL']?.toUpperCase()
  if (setting === 'FATAL') return levels.indexOf('ERROR')
  return levels.indexOf(setting as Level)
}
