import { ScheduleExpressionError } from './errors.ts'

/** A parsed `cron(...)`: which minutes, hours and days it names. */
export interface Cron {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  matchesDay(year: number, month: number, day: number): boolean
  readonly lastYear: number
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/**
 * Parses the six fields of an EventBridge cron expression: minutes hours day-of-month month day-of-week year.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function parseCron(fields: string): Cron {
  const parts = fields.trim().split(/\s+/)
  if (parts.length !== 6) throw new ScheduleExpressionError(`cron(${fields})`, `it has ${parts.length} fields, not 6`)
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = parts as [string, string, string, string, string, string]
  const fail = (why: string): never => {
    throw new ScheduleExpressionError(`cron(${fields})`, why)
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) fail('exactly one of day-of-month and day-of-week must be ?')
  const minutes = values(minute, { min: 0, max: 59 }, fail)
  const hours = values(hour, { min: 0, max: 23 }, fail)
  const months = new Set(values(month, { min: 1, max: 12, names: monthNames, base: 1 }, fail))
  const years = new Set(values(year, { min: 1970, max: 2199 }, fail))
  const matchesDate = dayOfMonth === '?' ? byWeekday(dayOfWeek, fail) : byDayOfMonth(dayOfMonth, fail)
  return {
    minutes,
    hours,
    lastYear: Math.max(...years),
    matchesDay: (y, m, d) => years.has(y) && months.has(m) && matchesDate(y, m, d),
  }
}

type Fail = (why: string) => never
type DateTest = (year: number, month: number, day: number) => boolean

interface Range {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
  /** The number of the first name. */
  readonly base?: number
}

/** Lists, ranges, steps and names: `1,5-10,0/15,MON-FRI`. */
function values(field: string, range: Range, fail: Fail): number[] {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const [span = '', step, ...more] = part.split('/')
    const every = step === undefined ? 1 : Number(step)
    if (more.length > 0 || !Number.isInteger(every) || every < 1) fail(`'${part}' has no valid step`)
    const [from = '', to, ...rest] = span.split('-')
    if (rest.length > 0) fail(`'${part}' is no range`)
    const first = from === '*' ? range.min : single(from, range, fail)
    const last = to !== undefined ? single(to, range, fail) : from === '*' || step !== undefined ? range.max : first
    if (last < first) fail(`'${part}' goes backwards`)
    for (let value = first; value <= last; value += every) found.add(value)
  }
  return [...found].sort((a, b) => a - b)
}

function single(text: string, { min, max, names, base = 0 }: Range, fail: Fail): number {
  const named = names?.indexOf(text.toUpperCase()) ?? -1
  const value = named >= 0 ? named + base : /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : fail(`'${text}' is not from ${min} to ${max}`)
}

function byDayOfMonth(field: string, fail: Fail): DateTest {
  if (field === 'L') return (y, m, d) => d === daysIn(y, m)
  const weekday = /^(\d+|L)W$/.exec(field)
  if (weekday) {
    const wanted = weekday[1]!
    if (wanted !== 'L') single(wanted, { min: 1, max: 31 }, fail)
    return (y, m, d) => {
      const target = wanted === 'L' ? daysIn(y, m) : Number(wanted)
      return target <= daysIn(y, m) && d === nearestWeekday(y, m, target)
    }
  }
  const days = new Set(values(field, { min: 1, max: 31 }, fail))
  return (_y, _m, d) => days.has(d)
}

/** 1-7 is SUN-SAT; `6L` the month's last Friday, `3#2` its second Tuesday. */
function byWeekday(field: string, fail: Fail): DateTest {
  const range: Range = { min: 1, max: 7, names: dayNames, base: 1 }
  if (field === 'L') return (y, m, d) => weekdayOf(y, m, d) === 7
  const last = /^(\w+)L$/.exec(field)
  if (last && !dayNames.includes(field.toUpperCase())) {
    const wanted = single(last[1]!, range, fail)
    return (y, m, d) => weekdayOf(y, m, d) === wanted && d > daysIn(y, m) - 7
  }
  const nth = /^(\w+)#(\d)$/.exec(field)
  if (nth) {
    const wanted = single(nth[1]!, range, fail)
    const which = single(nth[2]!, { min: 1, max: 5 }, fail)
    return (y, m, d) => weekdayOf(y, m, d) === wanted && Math.ceil(d / 7) === which
  }
  const days = new Set(values(field, range, fail))
  return (y, m, d) => days.has(weekdayOf(y, m, d))
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The weekday closest to a date, within its month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day)
  if (weekday === 7) return day > 1 ? day - 1 : day + 2
  if (weekday === 1) return day < daysIn(year, month) ? day + 1 : day - 2
  return day
}
