import { Cron } from 'croner'
import type { CronTrigger } from '../model.ts'
import type { RawStep, Report } from './raw.ts'

const NICKNAMES = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'])

/** The schedule of a cron Step; null, with an error reported, when it is none. */
export function cronTrigger({ config }: RawStep, report: Report): CronTrigger | null {
  const key = config['expression'] === undefined ? 'cron' : 'expression'
  const { [key]: expression, timezone } = config
  const problem = expressionProblem(expression)
  if (problem) report.error('bad-cron', key, problem)
  const zone = timezone === undefined || (typeof timezone === 'string' && isTimeZone(timezone))
  if (!zone) {
    report.error(
      'bad-cron',
      'timezone',
      `unknown time zone ${JSON.stringify(timezone)}: use an IANA name such as 'Europe/Berlin'`,
    )
  }
  if (problem || !zone) return null
  return { type: 'cron', expression: expression as string, ...(typeof timezone === 'string' && { timezone }) }
}

function expressionProblem(expression: unknown): string | null {
  if (typeof expression !== 'string' || expression.trim() === '') {
    return `a cron Step needs an expression such as '30 6 * * 1-5' (it is ${JSON.stringify(expression)})`
  }
  const text = expression.trim()
  if (/^(rate|cron|at)\(/.test(text))
    return `'${text}' is EventBridge's form: write the five fields of unix cron, '0 6 * * *'`
  if (text.startsWith('@')) {
    return NICKNAMES.has(text.toLowerCase())
      ? null
      : `unknown cron name '${text}'; known are ${[...NICKNAMES].join(', ')}`
  }
  const fields = text.split(/\s+/)
  if (fields.length !== 5 && fields.length !== 6) {
    return `'${text}' has ${fields.length} fields: unix cron has five (minute, hour, day, month, weekday)`
  }
  if (fields.length === 6 && !/^0+$/.test(fields[0]!)) {
    return `'${text}' asks for seconds: a schedule runs at most once a minute, so the first of six fields is 0`
  }
  try {
    return new Cron(text, { paused: true }).nextRun() === null ? `'${text}' never comes` : null
  } catch (error) {
    return `'${text}' is no cron expression: ${(error as Error).message.replace(/^CronPattern: /, '')}`
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
