import fc from 'fast-check'
import { expect, test } from 'vitest'
import { href, readPlace, views } from './place.ts'

test('what is selected survives the way through the URL', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (trace, text) => {
      const [path = '', ...search] = href('traces', { trace, text }).split('?')
      expect(readPlace(path, search.join('?'))).toEqual({ view: 'traces', params: text ? { trace, text } : { trace } })
    }),
  )
})

test('every view has an address, and an unknown one shows the first', () => {
  for (const view of views) expect(readPlace(href(view), '').view).toBe(view)
  expect(readPlace('/nowhere', '').view).toBe('flows')
})
