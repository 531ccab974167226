/** A wall-clock time in some time zone. */
export interface LocalTime {
  readonly year: number
  /** 1..12 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The wall-clock time of an instant. Throws a RangeError for an unknown zone. */
export function localTime(instant: number, zone: string): LocalTime & { readonly second: number } {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  return {
    year: parts['year']!,
    month: parts['month']!,
    day: parts['day']!,
    hour: parts['hour']!,
    minute: parts['minute']!,
    second: parts['second']!,
  }
}

/** The first instant at which clocks in the zone show this time; undefined when they skip it in spring. */
export function instantOf(time: LocalTime, zone: string): number | undefined {
  const asUtc = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute)
  // Before and after a change of the clocks: the earlier instant is the larger offset's.
  const candidates = [asUtc - offset(asUtc - 86_400_000, zone), asUtc - offset(asUtc + 86_400_000, zone)]
  return candidates.sort((a, b) => a - b).find((instant) => instant + offset(instant, zone) === asUtc)
}

/** ms to add to UTC. */
function offset(instant: number, zone: string): number {
  const { year, month, day, hour, minute, second } = localTime(instant, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}
