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

/** Where the label of a bar stands: behind it, before it or, where the bar leaves no room, on it. All in percent. */
export function labelOf(
  left: number,
  right: number,
): { readonly on: boolean; readonly left?: number; readonly right?: number } {
  if (right <= 100 - labelRoom) return { on: false, left: right }
  if (left >= labelRoom) return { on: false, right: 100 - left }
  return { on: true, right: Math.max(0, 100 - right) }
}

/** Room for `340 ms` on a narrow screen, in percent of the width. */
const labelRoom = 14
