import { expect, test } from 'vitest'
import { ago, duration } from './time.ts'

test.each([
  [0, '0 ms'],
  [0.42, '0.4 ms'],
  [9.96, '10.0 ms'],
  [340.4, '340 ms'],
  [999.7, '1.00 s'],
  [1240, '1.24 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [123_000, '2 min 3 s'],
  [11_100_000, '3 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

test.each([
  [0, 'now'],
  [-12_000, '12 s ago'],
  [-190_000, '3 min ago'],
  [4 * 3_600_000, 'in 4 h'],
])('%d ms from now is %s', (offset, text) => {
  expect(ago(1_000_000_000 + offset, 1_000_000_000)).toBe(text)
})
