/** docs/state.md. */
import { expect, test } from 'vitest'
import { openPage } from './page.ts'
import { project, run } from './project.ts'

const steps = openPage('docs/state.md').files('steps/add-to-cart.step.ts')

test('a cart is updated, and what was touched is forgotten after an hour', async () => {
  const app = await run(project(steps))
  const put = async (sku: string) => (await fetch(`${app.apiUrl}/carts/1/${sku}`, { method: 'PUT' })).json()
  expect(await put('tea')).toEqual({ items: ['tea'] })
  expect(await put('milk')).toEqual({ items: ['tea', 'milk'] })
  expect(await app.state.get('cart:1')).toEqual({ items: ['tea', 'milk'] })
  // A `Date` becomes its ISO text.
  expect(await app.state.get('cart:1:touched')).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  // The table loses it within an hour of its end; no Step sees it meanwhile.
  await app.advance({ hours: 3 })
  await expect.poll(() => app.state.get('cart:1:touched')).toBeNull()
  expect(await app.state.get('cart:1')).not.toBeNull()
})

test('carts that meet are both kept', async () => {
  const app = await run(project(steps))
  const skus = ['a', 'b', 'c', 'd', 'e']
  await Promise.all(skus.map((sku) => fetch(`${app.apiUrl}/carts/2/${sku}`, { method: 'PUT' })))
  const { items } = (await app.state.get('cart:2')) as { items: string[] }
  expect(items.sort()).toEqual(skus)
})
