import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSelection } from './selection.ts'

describe('a route selection expression', () => {
  it.each([
    ['$request.body.type', '{"type":"join"}', 'join'],
    ['${request.body.type}', '{"type":"join"}', 'join'],
    ['$request.body.a.b', '{"a":{"b":"x"}}', 'x'],
    ['${request.body.version}-beta', '{"version":2}', '2-beta'],
    ['$request.body.a/$request.body.b', '{"a":"x","b":true}', 'x/true'],
    ['$request.body.type', '{"type":{"no":"text"}}', undefined],
    ['$request.body.type', '{"type":null}', undefined],
    ['$request.body.type', '{"other":1}', undefined],
    ['$request.body.type', '"text"', undefined],
    ['$request.body.type', 'not JSON', undefined],
    ['$request.body.toString', '{}', undefined],
  ])('%s on %s gives %s', (expression, message, key) => {
    expect(readSelection(expression)!(message)).toBe(key)
  })

  it.each(['$request.header.x', '$context.stage', 'fixed', '', '$request.body.', '\\$default'])(
    '%s is not read',
    (each) => expect(readSelection(each)).toBeUndefined(),
  )

  it('finds whatever text a message has at its place, and never fails', () => {
    const select = readSelection('$request.body.type')!
    fc.assert(
      fc.property(fc.string(), fc.json(), (type, other) => {
        expect(select(JSON.stringify({ type }))).toBe(type)
        expect(() => select(other)).not.toThrow()
      }),
    )
  })
})
