import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlight } from './highlight.ts'

test.each(['typescript', 'python'] as const)('%s keeps every character and line', (language) => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', "'", '"', '`', '#', '/', '*', '\n', '1', ' ', '\\') }),
      (text) => {
        const lines = highlight(text, language).map((pieces) => pieces.map((piece) => piece.text).join(''))
        expect(lines.join('\n')).toBe(text)
      },
    ),
  )
})

test('keywords, strings, numbers and comments are told apart', () => {
  const [line] = highlight("const a = 'b' + 12 // done", 'typescript')
  expect(line?.filter((piece) => piece.kind).map((piece) => [piece.text, piece.kind])).toEqual([
    ['const', 'keyword'],
    ["'b'", 'string'],
    ['12', 'number'],
    ['// done', 'comment'],
  ])
})
