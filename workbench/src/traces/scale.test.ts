import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelOf, percent, ticksOf } from './scale.ts'

test('ticks are round and lie in the range', () => {
  expect(ticksOf({ from: 1000, to: 1186 }, 1000, 6)).toEqual([0, 50, 100, 150])
  const ranges = fc.tuple(fc.nat(1e6), fc.double({ min: 0.01, max: 1e7, noNaN: true }))
  fc.assert(
    fc.property(ranges, ([from, length]) => {
      const ticks = ticksOf({ from, to: from + length }, from, 6)
      expect(ticks.length).toBeLessThanOrEqual(7)
      for (const tick of ticks) expect(tick).toBeLessThanOrEqual(length * 1.0001)
    }),
  )
})

test('a moment has its place in percent', () => {
  expect(percent({ from: 10, to: 20 }, 15)).toBe(50)
})

test.each([
  [10, 20, { on: false, left: 20 }],
  [40, 95, { on: false, right: 60 }],
  [4, 98, { on: true, right: 2 }],
  [-20, 140, { on: true, right: 0 }],
])('the label of a bar from %d to %d %% stands where there is room', (left, right, place) => {
  expect(labelOf(left, right)).toEqual(place)
})
