/** A stretch of time, ms since 1970. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Where a moment lies in a range, in percent. */
export function percent({ from, to }: Range, time: number): number {
  return ((time - from) / Math.max(0.001, to - from)) * 100
}

/** Round steps, in ms from the start, that give about `count` ticks. */
export function ticksOf(range: Range, origin: number, count: number): number[] {
  const rough = (range.to - range.from) / count
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 0.001)))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough
  const first = Math.ceil((range.from - origin) / step) * step
  const ticks: number[] = []
  for (let tick = first; tick <= range.to - origin; tick += step) ticks.push(tick)
  return ticks
}
