const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** A duration in ms with its unit: `0.4 ms`, `340 ms`, `1.24 s`, `2 min 3 s`, `3 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 0) return `−${duration(-ms)}`
  if (ms === 0) return '0 ms'
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`
}

/** Time of day with milliseconds: `14:03:22.123`. */
export function timeOfDay(ms: number): string {
  return `${clock.format(ms)}.${String(Math.floor(ms) % 1000).padStart(3, '0')}`
}

/** The whole moment, for titles: `2026-03-01 14:03:22.123 +01:00`. */
export function moment(ms: number): string {
  const offset = -new Date(ms).getTimezoneOffset()
  const local = new Date(ms + offset * 60_000).toISOString().replace('T', ' ').slice(0, 23)
  const sign = offset < 0 ? '-' : '+'
  const part = (minutes: number) => String(minutes).padStart(2, '0')
  return `${local} ${sign}${part(Math.floor(Math.abs(offset) / 60))}:${part(Math.abs(offset) % 60)}`
}

/** How long ago: `now`, `12 s ago`, `3 min ago`; `in 4 h` for what is to come. */
export function ago(ms: number, now = Date.now()): string {
  const seconds = Math.round((now - ms) / 1000)
  if (Math.abs(seconds) < 1) return 'now'
  const length = coarse(Math.abs(seconds) * 1000)
  return seconds > 0 ? `${length} ago` : `in ${length}`
}

/** A length in ms in its largest unit alone: `12 s`, `3 min`. */
export function coarse(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}
