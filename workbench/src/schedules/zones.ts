/** Time zones to choose from: the reader's own and UTC first. */
export function zones(): readonly string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment as a clock on the wall of that zone shows it: `Mon, 2 Mar 2026, 03:00 GMT+1`. */
export function inZone(time: number, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    })
  formats.set(zone, format)
  return format.format(time)
}
