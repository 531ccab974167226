import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchesOf } from './outbox.ts'

test('batches keep the order and both limits, and none could have taken the first of the next', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.integer({ min: 1, max: 100 }).map((size) => ({ size })),
        { maxLength: 60 },
      ),
      (items) => {
        const batches = batchesOf(items, 100)
        expect(batches.flat()).toEqual(items)
        const sum = (batch: { size: number }[]) => batch.reduce((total, { size }) => total + size, 0)
        for (const [index, batch] of batches.entries()) {
          expect(batch.length).toBeLessThanOrEqual(10)
          expect(sum(batch)).toBeLessThanOrEqual(100)
          const next = batches[index + 1]?.[0]
          if (next) expect(batch.length === 10 || sum(batch) + next.size > 100).toBe(true)
        }
      },
    ),
  )
})
