import { startApp } from 'motia-aws/testing'
import { afterAll, expect, test } from 'vitest'

const app = await startApp('.')
afterAll(() => app.stop())

test('an order is paid', async () => {
  const created = await fetch(`${app.apiUrl}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'tea', quantity: 2, price: 4 }] }),
  })
  expect(created.status).toBe(201)
  const { id } = (await created.json()) as { id: string }

  await app.idle()

  const order = await fetch(`${app.apiUrl}/orders/${id}`)
  expect(await order.json()).toMatchObject({ status: 'paid', total: 8 })
})
