import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flatQuery, nestedQuery } from './query.ts'

test.each([
  ['', {}],
  ['a=1&b=2', { a: '1', b: '2' }],
  ['x=1&x=2&x=', { x: ['1', '2', ''] }],
  ['debug&a=', { debug: '', a: '' }],
  ['a=b+c%20d%26', { a: 'b c d&' }],
  ['a=%zz&%=1&&', { a: '%zz', '%': '1' }],
  ['y[z]=3', { 'y[z]': '3' }],
  ['toString=1&constructor=2&__proto__=3', { toString: '1', constructor: '2' }],
])('flat %j', (text, expected) => {
  const query = flatQuery(text)
  expect(Object.entries(query)).toEqual(Object.entries(expected))
  expect(Object.getPrototypeOf(query)).toBe(Object.prototype)
})

test.each([
  ['x=1&x=2', { x: ['1', '2'] }],
  ['y[z]=3', { y: { z: '3' } }],
  ['y[z][w]=3&y[z][v]=4', { y: { z: { w: '3', v: '4' } } }],
  ['a[]=1&a[]=2', { a: ['1', '2'] }],
  ['a[]=1', { a: ['1'] }],
  ['a[b][]=1&a[b][]=2', { a: { b: ['1', '2'] } }],
  ['a=1&a[b]=2', { a: ['1', { b: '2' }] }],
  ['a[b]=2&a=1', { a: [{ b: '2' }, '1'] }],
  ['[a]=1&b[=2&c]=3', { '[a]': '1', 'b[': '2', 'c]': '3' }],
  ['__proto__[polluted]=1&a[__proto__][polluted]=1', {}],
  ['constructor[prototype][polluted]=1', { constructor: { prototype: { polluted: '1' } } }],
])('nested %j', (text, expected) => {
  expect(nestedQuery(text)).toEqual(expected)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('never throws, never pollutes, whatever the text', () => {
  const part = fc.stringMatching(/^[a-c[\]%=&+_]{0,8}$|^__proto__$|^constructor$|^prototype$/)
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('&')
      flatQuery(text)
      nestedQuery(parts.map((name) => `a[${name}]=1`).join('&'))
      nestedQuery(text)
      expect(Object.keys(Object.prototype)).toEqual([])
    }),
  )
})

test('what URLSearchParams writes is read back', () => {
  const names = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__')
  fc.assert(
    fc.property(fc.dictionary(names, fc.string(), { noNullPrototype: true }), (query) => {
      expect(flatQuery(new URLSearchParams(query).toString())).toEqual(query)
    }),
  )
})
