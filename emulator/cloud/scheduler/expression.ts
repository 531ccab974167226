import { type Cron, parseCron } from './cron.ts'
import { ScheduleExpressionError } from './errors.ts'
import { instantOf, type LocalTime, localTime } from './zone.ts'

/** When a schedule runs. */
export interface Recurrence {
  /** The first run after an instant; undefined when there is none. ms since 1970. */
  next(after: number): number | undefined
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }
/** A cron that names a 29th of February waits eight years at most. */
const daysToLookAhead = 366 * 9

/**
 * Reads `cron(...)`, `rate(...)` or `at(...)`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @param zone IANA name; a time that the clocks skip does not run, one that they repeat runs once
 * @param start from when a rate counts, ms since 1970
 */
export function parseExpression(expression: string, zone: string, start: number): Recurrence {
  assertZone(expression, zone)
  const [, kind, argument = ''] = /^(cron|rate|at)\((.*)\)$/.exec(expression.trim()) ?? []
  if (kind === 'cron') return cronRecurrence(parseCron(argument), zone)
  if (kind === 'rate') return rateRecurrence(expression, argument, start)
  if (kind === 'at') return oneTime(expression, argument, zone)
  throw new ScheduleExpressionError(expression, 'it must be cron(...), rate(...) or at(...)')
}

function cronRecurrence(cron: Cron, zone: string): Recurrence {
  return {
    next(after) {
      const begin = localTime(after, zone)
      for (let ahead = 0; ahead < daysToLookAhead; ahead++) {
        const date = new Date(Date.UTC(begin.year, begin.month - 1, begin.day + ahead))
        const year = date.getUTCFullYear()
        if (year > cron.lastYear) return undefined
        const month = date.getUTCMonth() + 1
        const day = date.getUTCDate()
        if (!cron.matchesDay(year, month, day)) continue
        const first = firstOfDay(cron, { year, month, day }, zone, after)
        if (first !== undefined) return first
      }
      return undefined
    },
  }
}

function firstOfDay(
  cron: Cron,
  date: Pick<LocalTime, 'year' | 'month' | 'day'>,
  zone: string,
  after: number,
): number | undefined {
  let first: number | undefined
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const instant = instantOf({ ...date, hour, minute }, zone)
      // Clocks that go back make a later wall-clock time an earlier instant only across that hour.
      if (instant !== undefined && instant > after && (first === undefined || instant < first)) first = instant
    }
    if (first !== undefined) return first
  }
  return first
}

function rateRecurrence(expression: string, argument: string, start: number): Recurrence {
  const [, amount, unit = ''] = /^(\d+)\s+(minute|hour|day)s?$/.exec(argument.trim()) ?? []
  const period = Number(amount) * (units[unit] ?? Number.NaN)
  if (!(period > 0))
    throw new ScheduleExpressionError(expression, 'a rate is a positive number and minutes, hours or days')
  return { next: (after) => (after < start ? start : start + (Math.floor((after - start) / period) + 1) * period) }
}

function oneTime(expression: string, argument: string, zone: string): Recurrence {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(argument)
  if (!found) throw new ScheduleExpressionError(expression, 'a time is yyyy-mm-ddThh:mm:ss')
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const instant = instantOf({ year, month, day, hour, minute }, zone)
  return {
    next: (after) => (instant !== undefined && instant + second * 1000 > after ? instant + second * 1000 : undefined),
  }
}

function assertZone(expression: string, zone: string): void {
  try {
    localTime(0, zone)
  } catch (cause) {
    throw new ScheduleExpressionError(
      expression,
      `'${zone}' is no IANA time zone${cause instanceof RangeError ? '' : `: ${cause}`}`,
    )
  }
}
