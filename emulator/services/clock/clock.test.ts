import fc from 'fast-check'
import { expect, test } from 'vitest'
import { manualClock, realClock } from './index.ts'

test('a clock that is moved runs what falls due in order, at its time, and what that sets in motion', async () => {
  const clock = manualClock(0)
  const seen: [string, number][] = []
  const note = (name: string) => () => seen.push([name, clock.now()])
  clock.at(30, note('c'))
  clock.at(10, () => {
    note('a')()
    clock.at(20, note('b'))
  })
  clock.at(99, note('later'))
  const cancel = clock.at(15, note('cancelled'))
  cancel()
  await clock.advance(50)
  expect(seen).toEqual([
    ['a', 10],
    ['b', 20],
    ['c', 30],
  ])
  expect(clock.now()).toBe(50)
})

test('entries run in order of time, and of asking where the time is the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 30 }), async (times) => {
      const clock = manualClock(0)
      const seen: (readonly [number, number])[] = []
      times.forEach((time, index) => void clock.at(time, () => seen.push([time, index])))
      await clock.advance(50)
      expect(seen).toEqual([...seen].sort(([a, i], [b, j]) => a - b || i - j))
      expect(seen).toHaveLength(times.length)
    }),
  )
})

test('the real clock runs by itself, and can be moved ahead', async () => {
  const clock = realClock()
  await new Promise<void>((resolve) => clock.at(clock.now() + 5, resolve))
  const before = clock.now()
  let ran = 0
  clock.at(before + 3_600_000, () => ran++)
  await clock.advance(3_599_000)
  expect(ran).toBe(0)
  await clock.advance(1_000)
  expect(ran).toBe(1)
  expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000)
})
