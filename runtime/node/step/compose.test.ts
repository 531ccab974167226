import { expect, test } from 'vitest'
import { compose } from './compose.ts'

test('the first middleware is outermost; each sees what the inner ones return', async () => {
  const seen: string[] = []
  const layer = (name: string) => async (input: { n: number }, next: () => Promise<unknown>) => {
    seen.push(`${name} before ${input.n}`)
    input.n++
    const result = await next()
    seen.push(`${name} after ${result}`)
    return `${name}(${result})`
  }
  const run = compose<[{ n: number }]>([layer('a'), layer('b')], ({ n }) => `handler ${n}`)
  expect(await run({ n: 0 })).toBe('a(b(handler 2))')
  expect(seen).toEqual(['a before 0', 'b before 1', 'b after handler 2', 'a after b(handler 2)'])
})

test('a middleware that does not call next answers itself', async () => {
  const run = compose<[]>([() => 'no'], () => {
    throw new Error('reached')
  })
  expect(await run()).toBe('no')
})

test('next may be called again', async () => {
  let tries = 0
  const retry = async (next: () => Promise<unknown>) => await next().catch(next)
  const run = compose<[]>([retry], () => {
    if (++tries === 1) throw new Error('once')
    return tries
  })
  expect(await run()).toBe(2)
})
