import { InvalidCronError } from './errors.ts'

/** The values at which a field fires, ascending. `any`: the field is a bare `*` (or `?`), so it leaves the choice to the others. */
export interface CronField {
  readonly values: readonly number[]
  readonly any: boolean
}

/** Days of the week: 0 is Sunday. */
export interface CronFields {
  readonly minute: CronField
  readonly hour: CronField
  readonly dayOfMonth: CronField
  readonly month: CronField
  readonly dayOfWeek: CronField
}

const shortcuts: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

interface Range {
  readonly name: string
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

const minute: Range = { name: 'minute', min: 0, max: 59 }
const hour: Range = { name: 'hour', min: 0, max: 23 }
const dayOfMonth: Range = { name: 'day of month', min: 1, max: 31 }
const month: Range = {
  name: 'month',
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
}
const dayOfWeek: Range = {
  name: 'day of week',
  min: 0,
  max: 7,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
}

/**
 * Parses five fields, six whose seconds are 0, or `@daily` and friends.
 *
 * @throws InvalidCronError naming the field and the value
 * @example
 * parseCron('30 6 * * MON-FRI').dayOfWeek.values // [1, 2, 3, 4, 5]
 */
export function parseCron(expression: string): CronFields {
  const written = expression.trim().toLowerCase()
  if (written.startsWith('@') && !shortcuts[written]) {
    throw new InvalidCronError(expression, `is not known: use one of ${Object.keys(shortcuts).join(', ')}`)
  }
  const parts = (shortcuts[written] ?? written).split(/\s+/)
  if (parts.length === 6 && /^0+$/.test(parts[0]!)) parts.shift()
  else if (parts.length === 6) {
    throw new InvalidCronError(
      expression,
      `has seconds '${parts[0]}': EventBridge runs on the minute, so they must be 0`,
    )
  }
  if (parts.length !== 5) {
    throw new InvalidCronError(
      expression,
      `has ${parts.length} fields: write minute, hour, day of month, month, day of week`,
    )
  }
  const field = (index: number, range: Range) => parseField(expression, parts[index]!, range)
  const days = field(4, dayOfWeek)
  return {
    minute: field(0, minute),
    hour: field(1, hour),
    dayOfMonth: field(2, dayOfMonth),
    month: field(3, month),
    dayOfWeek: { ...days, values: [...new Set(days.values.map((day) => day % 7))].sort((a, b) => a - b) },
  }
}

function parseField(expression: string, text: string, range: Range): CronField {
  const values = new Set<number>()
  for (const item of text.split(',')) {
    for (const value of parseItem(expression, item, range)) values.add(value)
  }
  return { values: [...values].sort((a, b) => a - b), any: text === '*' || text === '?' }
}

/** One item of a list: `*`, `5`, `1-5`, each perhaps with a step, as `10-40/10`. */
function parseItem(expression: string, item: string, range: Range): number[] {
  const refuse = (why: string) => new InvalidCronError(expression, `has ${range.name} '${item}': ${why}`)
  const match = /^(?:([*?])|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d+))?$/.exec(item)
  if (!match) throw refuse('write a number, a range a-b, a step */n or a list of these')
  const [, star, first, last, step] = match
  const read = (text: string) => {
    const named = range.names?.indexOf(text) ?? -1
    const value = named >= 0 ? named + (range.min === 1 ? 1 : 0) : Number(text)
    if (Number.isInteger(value) && value >= range.min && value <= range.max) return value
    throw refuse(`it must be ${range.min} to ${range.max}${range.names ? ` or ${range.names.join(', ')}` : ''}`)
  }
  const top = range === dayOfWeek ? 6 : range.max
  const from = star ? range.min : read(first!)
  const to = star ? top : last ? read(last) : step ? top : from
  const by = step === undefined ? 1 : Number(step)
  if (by < 1) throw refuse('a step is at least 1')
  // A range of days may go over the weekend: `fri-mon`.
  if (from > to && range !== dayOfWeek) throw refuse(`the range ends before it begins`)
  const end = from > to ? to + 7 : to
  return Array.from({ length: Math.floor((end - from) / by) + 1 }, (_, index) => from + index * by)
}
