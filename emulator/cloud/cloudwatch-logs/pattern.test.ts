import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parsePattern } from './pattern.ts'

it.each([
  ['', 'anything', true],
  ['ERROR', '[ERROR 401] UNAUTHORIZED', true],
  ['error', '[ERROR 401] UNAUTHORIZED', false],
  ['ERROR ARGUMENTS', '[ERROR] INVALID ARGUMENTS', true],
  ['ERROR ARGUMENTS', '[ERROR] MISSING', false],
  ['?ERROR ?WARN', 'WARN it', true],
  ['?ERROR ?WARN', 'INFO it', false],
  ['ERROR -ARGUMENTS', 'ERROR ARGUMENTS', false],
  ['"INTERNAL SERVER ERROR"', '[500] INTERNAL SERVER ERROR', true],
  ['"INTERNAL SERVER ERROR"', 'SERVER INTERNAL ERROR', false],
  ['"a \\"b\\""', 'x a "b" y', true],
])('%s and %s: %s', (pattern, message, expected) => {
  expect(parsePattern(pattern)(message)).toBe(expected)
})

it.each(['{ $.level = "ERROR" }', '[a, b]', '%ERR%', 'a.b', '"open', 'a"b"'])('%s is refused', (pattern) => {
  expect(() => parsePattern(pattern)).toThrow(expect.objectContaining({ name: 'InvalidParameterException' }))
})

it('finds any quoted text as it stands', () => {
  const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, text, after) => {
      expect(parsePattern(quoted(text))(before + text + after)).toBe(true)
      expect(parsePattern(quoted(text))(before)).toBe(before.includes(text))
    }),
  )
})
