/** Outlines of a 16 px grid. */
const paths = {
  flows: 'M2.5 8h3m5-4.5h3m-3 9h3M5.5 8c2.5 0 1.5-4.5 5-4.5M5.5 8c2.5 0 1.5 4.5 5 4.5',
  endpoints: 'M2.5 5h8m0 0L7.5 2.5M10.5 5 7.5 7.5M13.5 11h-8m0 0 3-2.5m-3 2.5 3 2.5',
  traces: 'M2.5 3.5h6m-3 4.5h6m-2 4.5h4',
  queues: 'M3 3h10v3H3zM3 8h10M3 11h10M3 14h10',
  state:
    'M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2Zm0 0v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2',
  schedules: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9.5V8l2.5 1.5',
  logs: 'M3 3.5h10M3 6.5h7M3 9.5h10M3 12.5h5',
  limits: 'M2.5 13.5h11M4 11V8m4 3V3m4 8V6',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2 3.2 3.2',
  close: 'm4 4 8 8m0-8-8 8',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  check: 'm3.5 8.5 3 3 6-7',
  chevron: 'm6 4 4 4-4 4',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  play: 'M5 3.5v9l7-4.5z',
  pause: 'M5.5 3.5v9m5-9v9',
  alert: 'M8 2.5 14 13H2zM8 6.5v3m0 1.7v.3',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.4m0 10.2v1.4M1.5 8h1.4m10.2 0h1.4M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1',
  moon: 'M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5Z',
  half: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 0v12',
  api: 'M2.5 8h7m0 0L6.5 5m3 3-3 3M13.5 3v10',
  event: 'M8.5 2 4 9h3.5L7 14l5-7.5H8.5z',
  cron: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9.5V8l2.5 1.5',
  noop: 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10Z',
  plus: 'M8 3v10M3 8h10',
  trash: 'M3 4.5h10M6.5 4.5V3h3v1.5m-5 0 .5 9h6l.5-9',
  down: 'M8 3v9m0 0 3.5-3.5M8 12 4.5 8.5',
  layout: 'M2.5 6h4V2.5h-4zM9.5 6h4V2.5h-4zM9.5 13.5h4V10h-4zM6.5 4.2h3M11.5 6v4',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
