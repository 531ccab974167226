import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRouter } from './routes.ts'

const router = (...keys: string[]) => {
  const route = createRouter(keys.map((key) => ({ key, target: key })))
  return (method: string, path: string) => {
    const match = route(method, path)
    return match && [match.route.key, match.parameters]
  }
}

describe('routes of an HTTP API', () => {
  // The example of the developer guide.
  const guide = router('GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default')

  it.each([
    ['GET', '/pets/dog/1', ['GET /pets/dog/1', undefined]],
    ['GET', '/pets/dog/2', ['GET /pets/dog/{id}', { id: '2' }]],
    ['GET', '/pets/cat/1', ['GET /pets/{proxy+}', { proxy: 'cat/1' }]],
    ['POST', '/test/5', ['ANY /{proxy+}', { proxy: 'test/5' }]],
    ['GET', '/', ['$default', undefined]],
  ])('%s %s', (method, path, expected) => expect(guide(method, path)).toEqual(expected))

  it('prefers a method to ANY and a literal to a variable', () => {
    const route = router('ANY /a/{x}', 'GET /a/{x}', 'ANY /a/b')
    expect(route('GET', '/a/c')).toEqual(['GET /a/{x}', { x: 'c' }])
    expect(route('PUT', '/a/c')).toEqual(['ANY /a/{x}', { x: 'c' }])
    expect(route('GET', '/a/b')).toEqual(['ANY /a/b', undefined])
  })

  it('knows no route for another method or a longer path', () => {
    const route = router('GET /a/{x}')
    expect(route('POST', '/a/b')).toBeUndefined()
    expect(route('GET', '/a/b/c')).toBeUndefined()
    expect(route('GET', '/a/')).toBeUndefined()
  })

  it('takes what looks like a pattern literally', () => {
    const route = router('GET /a.b/(c)')
    expect(route('GET', '/a.b/(c)')).toBeDefined()
    expect(route('GET', '/axb/(c)')).toBeUndefined()
  })

  it('finds the values of variables, whatever they are', () => {
    const segment = fc
      .string({ minLength: 1 })
      .filter((text) => !text.includes('/') && !/[\n\r\u2028\u2029]/.test(text))
    fc.assert(
      fc.property(segment, segment, (a, b) => {
        expect(router('GET /x/{a}/y/{b}')('GET', `/x/${a}/y/${b}`)).toEqual(['GET /x/{a}/y/{b}', { a, b }])
      }),
    )
  })
})
