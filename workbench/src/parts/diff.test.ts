import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from './diff.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })

test('what is removed and what stays is the text before; what stays and what is added the text after', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after)
      expect(diff.filter((line) => line.kind !== 'added').map((line) => line.text)).toEqual(before)
      expect(diff.filter((line) => line.kind !== 'removed').map((line) => line.text)).toEqual(after)
    }),
  )
})

test('one changed line is one line removed and one added', () => {
  expect(diffLines(['{', '"a": 1', '}'], ['{', '"a": 2', '}']).map((line) => line.kind)).toEqual([
    'same',
    'removed',
    'added',
    'same',
  ])
})
