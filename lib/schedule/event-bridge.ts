import { type CronField, parseCron } from './unix.ts'

/** What one schedule of EventBridge Scheduler is given. */
export interface EventBridgeSchedule {
  /** `cron(minute hour day-of-month month day-of-week year)` */
  readonly expression: string
  /** Days of the month on which its twin runs, so that it must not. */
  readonly skipDaysOfMonth?: readonly number[]
}

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/**
 * Translates a unix cron expression. Exactly one of EventBridge's day fields is `?`
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based), while unix runs when either day
 * matches, so an expression that restricts both becomes two schedules. The longest ones stay below the 256 characters allowed.
 *
 * @throws InvalidCronError
 * @example
 * eventBridgeSchedules('30 6 * * 1-5') // [{ expression: 'cron(30 6 ? * MON-FRI *)' }]
 */
export function eventBridgeSchedules(expression: string): EventBridgeSchedule[] {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parseCron(expression)
  const time = `${render(minute, 0, 59)} ${render(hour, 0, 23)}`
  const months = render(month, 1, 12)
  const onDays = (days: string) => `cron(${time} ${days} ${months} ? *)`
  const onWeekdays = `cron(${time} ? ${months} ${weekdays(dayOfWeek)} *)`

  const everyDay = (field: CronField, days: number) => !field.any && field.values.length === days
  if (everyDay(dayOfMonth, 31) || everyDay(dayOfWeek, 7)) return [{ expression: onDays('*') }]
  if (dayOfWeek.any) return [{ expression: onDays(render(dayOfMonth, 1, 31)) }]
  if (dayOfMonth.any) return [{ expression: onWeekdays }]
  return [
    { expression: onDays(render(dayOfMonth, 1, 31)) },
    { expression: onWeekdays, skipDaysOfMonth: dayOfMonth.values },
  ]
}

/** The shortest way to write a field's values: `*`, `0/15`, `1-5,10`. */
function render({ values }: CronField, min: number, max: number): string {
  if (values.length === max - min + 1) return '*'
  const [first, second] = values as [number, number]
  const step = second - first
  const regular = values.length > 2 && values.every((value, index) => value === first + index * step)
  if (regular && step > 1 && values.at(-1)! + step > max) return `${first}/${step}`
  return ranges(values, String)
}

function weekdays({ values }: CronField): string {
  return ranges(values, (day) => dayNames[day]!)
}

/** `1,2,3,7` -> `1-3,7`; pairs stay pairs. */
function ranges(values: readonly number[], name: (value: number) => string): string {
  const runs: number[][] = []
  for (const value of values) {
    const run = runs.at(-1)
    if (run && run.at(-1) === value - 1) run.push(value)
    else runs.push([value])
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${name(run[0]!)}-${name(run.at(-1)!)}`] : run.map(name))).join(',')
}
