import { Cron } from 'croner'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventBridgeSchedules } from './event-bridge.ts'

describe('eventBridgeSchedules', () => {
  test.each([
    ['* * * * *', ['cron(* * * * ? *)']],
    ['30 6 * * 1-5', ['cron(30 6 ? * MON-FRI *)']],
    ['0 0 * * 0', ['cron(0 0 ? * SUN *)']],
    ['*/15 * 1 * *', ['cron(0/15 * 1 * ? *)']],
    ['0 9-17/4 * 1-3 *', ['cron(0 9,13,17 * 1-3 ? *)']],
    ['0 0 * * fri-mon', ['cron(0 0 ? * SUN,MON,FRI,SAT *)']],
    ['0 12 13 * 5', ['cron(0 12 13 * ? *)', 'cron(0 12 ? * FRI *)']],
    ['0 12 1-31 * 5', ['cron(0 12 * * ? *)']],
    ['@hourly', ['cron(0 * * * ? *)']],
  ])('%s', (unix, expressions) => {
    expect(eventBridgeSchedules(unix).map(({ expression }) => expression)).toEqual(expressions)
  })

  test('fires at the minutes at which unix cron does, over two years', () => {
    fc.assert(
      fc.property(expressions, fc.double({ min: 0, max: 1, noNaN: true }), (expression, where) => {
        const ours = runs(expression, start, end)
        // All of a sparse expression, a window of a dense one: the minutes of two years take croner ten seconds.
        const from = ours.length > most ? Math.floor(where * (ours.length - most)) : 0
        const window = ours.slice(from, from + most)
        const oracle = new Cron(expression, { timezone: 'UTC' }).nextRuns(most, new Date((window[0] ?? start) - minute))
        expect(window).toEqual(oracle.map(Number).filter((time) => time < end))
      }),
      { numRuns: 100 },
    )
  })

  test('fires at the wall-clock times of its zone, each once, where clocks change too', () => {
    fc.assert(
      fc.property(
        expressions,
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 700 }),
        (expression, zone, days) => {
          const from = start + days * day
          const fired = runs(expression, from - day, end)
            .slice(0, 3 * most)
            .flatMap((time) => instant(time, zone) ?? [])
          expect(new Set(fired).size).toBe(fired.length)
          const oracle = new Cron(expression, { timezone: zone }).nextRuns(most, new Date(from + day)).map(Number)
          const until = Math.min(oracle.at(-1) ?? end, fired.at(-1) ?? end) - day
          // A time that the clocks skip is moved to the next hour by croner and dropped by EventBridge: left out here.
          const ordinary = (time: number) => time > from + day && time < until && !changes(time, zone)
          expect(fired.filter(ordinary)).toEqual(oracle.filter(ordinary))
        },
      ),
      { numRuns: 100 },
    )
  })
})

const minute = 60_000
/** Runs compared at once. */
const most = 500
const day = 1_440 * minute
const start = Date.UTC(2027, 0, 1)
const end = Date.UTC(2029, 0, 1)
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Sao_Paulo']

/** Random unix cron expressions: names, ranges, steps, lists. */
const expressions = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    field(1, 31),
    field(1, 12, 'jan feb mar apr may jun'),
    field(0, 6, '', 'sun mon tue'),
  )
  .map((fields) => fields.join(' '))

function field(min: number, max: number, months = '', days = ''): fc.Arbitrary<string> {
  const value = fc.integer({ min, max })
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`)
  const step = fc.integer({ min: 1, max: Math.ceil(max / 2) })
  const item = fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([text, by]) => `${text}/${by}`),
    step.map((by) => `*/${by}`),
    ...[months, days].filter(Boolean).map((names) => fc.constantFrom(...names.split(' '))),
  )
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    { weight: 4, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(',')) },
  )
}

/**
 * When all schedules of an expression run, read back from what EventBridge is given, as
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based describes it. Wall-clock times as if in UTC.
 */
function runs(expression: string, from: number, to: number): number[] {
  const schedules = eventBridgeSchedules(expression).map(({ expression: text, skipDaysOfMonth = [] }) => {
    const [minutes, hours, days, months, weekdays] = text.slice('cron('.length, -1).split(' ') as [
      string,
      string,
      string,
      string,
      string,
    ]
    expect([days, weekdays].filter((part) => part === '?')).toHaveLength(1)
    const isDay = days === '?' ? () => true : has(days, 1, 31)
    const isWeekday =
      weekdays === '?' ? () => true : has(weekdays, 1, 7, ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'])
    const isMonth = has(months, 1, 12)
    return {
      times: times(has(minutes, 0, 59), has(hours, 0, 23)),
      on: (date: Date) =>
        isMonth(date.getUTCMonth() + 1) &&
        isDay(date.getUTCDate()) &&
        isWeekday(date.getUTCDay() + 1) &&
        !skipDaysOfMonth.includes(date.getUTCDate()),
    }
  })
  const found: number[] = []
  for (let midnight = from; midnight < to; midnight += day) {
    for (const { times, on } of schedules) {
      if (on(new Date(midnight))) for (const time of times) found.push(midnight + time)
    }
  }
  return found
}

function times(isMinute: (value: number) => boolean, isHour: (value: number) => boolean): number[] {
  const all = Array.from({ length: 1_440 }, (_, index) => index)
  return all.filter((index) => isHour(Math.floor(index / 60)) && isMinute(index % 60)).map((index) => index * minute)
}

/** Whether a value is in an EventBridge cron field. */
function has(text: string, min: number, max: number, names: readonly string[] = []): (value: number) => boolean {
  const read = (part: string) => (names.includes(part) ? names.indexOf(part) + min : Number(part))
  const tests = text.split(',').map((item) => {
    if (item === '*') return () => true
    const [range, step] = item.split('/') as [string, string?]
    const [first, last] = range.split('-') as [string, string?]
    const from = range === '*' ? min : read(first)
    const to = last ? read(last) : step ? max : from
    return (value: number) => value >= from && value <= to && (value - from) % Number(step ?? 1) === 0
  })
  return (value) => tests.some((fits) => fits(value))
}

/** The first instant at which clocks of the zone show this time; undefined when they never do. */
function instant(wall: number, zone: string): number | undefined {
  const candidates = [offset(wall - day, zone), offset(wall + day, zone)].map((shift) => wall - shift)
  return candidates.filter((time) => time + offset(time, zone) === wall).sort((a, b) => a - b)[0]
}

function changes(time: number, zone: string): boolean {
  return offset(time - day, zone) !== offset(time + day, zone)
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

/** How far the zone's clocks are ahead of UTC, in ms. */
function offset(time: number, zone: string): number {
  const key = `${zone} ${Math.floor(time / (30 * minute))}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  formats.set(zone, format)
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  const { year, month, day: date, hour, minute: minutes } = parts as Record<string, number>
  const shown = Date.UTC(year!, month! - 1, date!, hour!, minutes!)
  const found = shown - Math.floor(time / minute) * minute
  offsets.set(key, found)
  return found
}
