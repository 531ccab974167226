import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern, PatternError } from './index.ts'

describe('an event pattern', () => {
  test.each<[string, object, unknown, boolean]>([
    ['a value', { a: ['x'] }, { a: 'x' }, true],
    ['another value', { a: ['x'] }, { a: 'y' }, false],
    ['one of several values', { a: ['x', 'y'] }, { a: 'y' }, true],
    ['two fields', { a: ['x'], b: [1] }, { a: 'x', b: 1 }, true],
    ['two fields of which one fits', { a: ['x'], b: [1] }, { a: 'x', b: 2 }, false],
    ['a number as text', { a: [1] }, { a: '1' }, false],
    ['null', { a: [null] }, { a: null }, true],
    ['null and nothing', { a: [null] }, {}, false],
    ['the empty text', { a: [''] }, { a: '' }, true],
    ['true', { a: [true] }, { a: true }, true],
    ['a nested field', { a: { b: ['x'] } }, { a: { b: 'x' } }, true],
    ['an element of an array', { a: ['x'] }, { a: ['y', 'x'] }, true],
    ['fields of one element', { a: { b: [1], c: [2] } }, { a: [{ b: 1, c: 2 }] }, true],
    ['fields of different elements', { a: { b: [1], c: [2] } }, { a: [{ b: 1 }, { c: 2 }] }, false],
    ['prefix', { a: [{ prefix: 'us-' }] }, { a: 'us-east-1' }, true],
    ['prefix of a number', { a: [{ prefix: '1' }] }, { a: 12 }, false],
    ['prefix without case', { a: [{ prefix: { 'equals-ignore-case': 'EVENTB' } }] }, { a: 'EventBridge' }, true],
    ['suffix', { a: [{ suffix: '.png' }] }, { a: 'x.png' }, true],
    ['suffix without case', { a: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { a: 'x.png' }, true],
    ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'ALICE' }] }, { a: 'alice' }, true],
    ['wildcard', { a: [{ wildcard: 'dir/*.png' }] }, { a: 'dir/sub/x.png' }, true],
    ['wildcard that ends too soon', { a: [{ wildcard: 'dir/*.png' }] }, { a: 'dir/x.png.txt' }, false],
    ['wildcard with a star itself', { a: [{ wildcard: 'a\\*c' }] }, { a: 'abc' }, false],
    ['wildcard with a star itself found', { a: [{ wildcard: 'a\\*c' }] }, { a: 'a*c' }, true],
    ['wildcard with a dot', { a: [{ wildcard: 'a.c*' }] }, { a: 'abcd' }, false],
    ['anything-but', { a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, true],
    ['anything-but what it is', { a: [{ 'anything-but': 'x' }] }, { a: 'x' }, false],
    ['anything-but a number', { a: [{ 'anything-but': [1, 2] }] }, { a: 1 }, false],
    ['anything-but and nothing', { a: [{ 'anything-but': 'x' }] }, {}, false],
    ['anything-but with another element', { a: [{ 'anything-but': 'x' }] }, { a: ['x', 'y'] }, true],
    ['anything-but prefix', { a: [{ 'anything-but': { prefix: 'us-' } }] }, { a: 'eu-1' }, true],
    ['anything-but prefixes', { a: [{ 'anything-but': { prefix: ['us-', 'eu-'] } }] }, { a: 'eu-1' }, false],
    ['anything-but wildcard', { a: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { a: 'a/lib/b' }, false],
    ['anything-but without case', { a: [{ 'anything-but': { 'equals-ignore-case': 'x' } }] }, { a: 'X' }, false],
    ['numeric', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, true],
    ['numeric outside', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5.1 }, false],
    ['numeric of text', { a: [{ numeric: ['=', 5] }] }, { a: '5' }, false],
    ['cidr', { a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.0.255' }, true],
    ['cidr outside', { a: [{ cidr: '10.0.0.0/24' }] }, { a: '10.0.1.0' }, false],
    ['cidr of version 6', { a: [{ cidr: '2001:db8::/32' }] }, { a: '2001:db8::1' }, true],
    ['exists', { a: [{ exists: true }] }, { a: null }, true],
    ['exists without', { a: [{ exists: true }] }, {}, false],
    ['exists only for leaves', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ['does not exist', { a: { b: [{ exists: false }] } }, { a: {} }, true],
    ['does not exist where it does', { a: [{ exists: false }] }, { a: 1 }, false],
    ['absent or a value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    ['$or', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, true],
    ['$or with none', { $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'y' }, false],
    ['$or beside a field', { c: [1], $or: [{ a: ['x'] }, { b: ['y'] }] }, { a: 'x', c: 2 }, false],
    ['$or inside', { d: { $or: [{ a: ['x'] }, { b: ['y'] }] } }, { d: { b: 'y' } }, true],
    ['a field of the prototype', { toString: [{ exists: true }] }, {}, false],
  ])('matches %s', (_what, pattern, event, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected)
  })

  test.each<[string, unknown, RegExp]>([
    ['no object', [], /must be an object/],
    ['nothing', {}, /at least one field/],
    ['a value without a list', { a: 'x' }, /"a" must be an object or an array/],
    ['an empty list', { a: [] }, /"a": an empty list/],
    ['an unknown operator', { detail: { a: [{ like: 'x' }] } }, /"detail.a": unknown operator like/],
    ['two operators', { a: [{ prefix: 'x', suffix: 'y' }] }, /exactly one operator/],
    ['a bad comparison', { a: [{ numeric: ['!=', 1] }] }, /numeric takes/],
    ['half a comparison', { a: [{ numeric: ['>'] }] }, /numeric must be/],
    ['no range', { a: [{ cidr: 'everywhere' }] }, /no range of IP addresses/],
    ['two stars', { a: [{ wildcard: 'a**' }] }, /two \* in a row/],
    ['a negation of nothing known', { a: [{ 'anything-but': { numeric: ['>', 1] } }] }, /anything-but has no numeric/],
  ])('refuses %s', (_what, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(PatternError)
    expect(() => compilePattern(pattern)).toThrow(message)
  })

  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  const event = fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== '$or' && key !== '__proto__'),
    leaf,
    { minKeys: 1, maxKeys: 5 },
  )

  test('made of an event matches it, and not when one value is another', () => {
    fc.assert(
      fc.property(event, fc.nat(), fc.string(), (fields, which, other) => {
        const pattern = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, [value]]))
        expect(compilePattern(pattern)(fields)).toBe(true)
        const keys = Object.keys(fields)
        const changed = keys[which % keys.length]!
        fc.pre(fields[changed] !== other)
        expect(compilePattern(pattern)({ ...fields, [changed]: other })).toBe(false)
      }),
    )
  })

  test('anything-but is the opposite of a value, where there is one', () => {
    fc.assert(
      fc.property(leaf, leaf, (wanted, value) => {
        const one = compilePattern({ a: [wanted] })({ a: value })
        expect(compilePattern({ a: [{ 'anything-but': [wanted] }] })({ a: value })).toBe(!one)
      }),
    )
  })

  test('a wildcard matches what its stars were made of, whatever characters stand around', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), fc.string(), (parts, filling) => {
        const pattern = parts.map((part) => part.replace(/[*\\]/g, '\\$&')).join('*')
        fc.pre(!pattern.includes('**'))
        expect(compilePattern({ a: [{ wildcard: pattern }] })({ a: parts.join(filling) })).toBe(true)
      }),
    )
  })
})
