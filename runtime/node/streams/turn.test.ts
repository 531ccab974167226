import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timestamp } from './clock.ts'
import { inTurn } from './turn.ts'

test('work of one name is done in the order in which it was asked for, whatever fails; other work goes on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean() }), { minLength: 1 }),
      async (scheduler, all) => {
        const begun: number[] = []
        const busy = new Set<string>()
        const work = all.map(({ name, fails }, index) =>
          inTurn(name, async () => {
            expect(busy.has(name)).toBe(false)
            busy.add(name)
            begun.push(index)
            await scheduler.schedule(Promise.resolve())
            busy.delete(name)
            if (fails) throw new Error(String(index))
            return index
          }),
        )
        const outcomes = Promise.allSettled(work)
        await scheduler.waitFor(outcomes)
        expect(
          (await outcomes).map((one) => (one.status === 'fulfilled' ? one.value : Number(one.reason.message))),
        ).toEqual(all.map((_, index) => index))
        for (const name of ['a', 'b', 'c']) {
          const mine = begun.filter((index) => all[index]!.name === name)
          expect(mine).toEqual(mine.toSorted((a, b) => a - b))
        }
      },
    ),
    { numRuns: 50 },
  )
})

test('timestamps are of now, and each is later than the one before', () => {
  const start = Date.now()
  const times = Array.from({ length: 5000 }, timestamp)
  expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true)
  expect(times[0]).toBeGreaterThanOrEqual(start)
  expect(times.at(-1)).toBeLessThan(Date.now() + 10)
})
