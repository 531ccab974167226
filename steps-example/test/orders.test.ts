import { startApp } from 'motia-aws/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { Order } from '../orders/order.ts'

const app = await startApp(`${import.meta.dirname}/..`)
afterAll(() => app.stop())

async function post<T>(path: string, body: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(`${app.apiUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as T }
}

const tea = { customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'tea', quantity: 2, price: 4.5 }] }

async function place(order: object): Promise<string> {
  const { body } = await post<Order>('/orders', order)
  await app.idle()
  return body.id
}

describe('an order', () => {
  test('is paid, has a receipt, and is scored in Python', async () => {
    const id = await place(tea)
    const order = await (await fetch(`${app.apiUrl}/orders/${id}`)).json()
    expect(order).toMatchObject({
      status: 'paid',
      total: 9,
      payment: { accepted: true },
      receipt: { to: 'ada@example.com', total: '9.00 EUR', lines: ['2 x tea'] },
      risk: { score: 0.05 },
    })
  })

  test('that is too large is declined, flagged and put on hold', async () => {
    const id = await place({ ...tea, email: 'eve@mailinator.com', items: [{ sku: 'gold', quantity: 60, price: 450 }] })
    expect(await app.state.get(`order:${id}`)).toMatchObject({ status: 'declined', onHold: true })
    expect(await app.state.get(`order:${id}:receipt`)).toBeNull()
  })

  test('that does not fit is refused, and nothing happens', async () => {
    const { status, body } = await post<{ issues: { path: string }[] }>('/orders', { ...tea, items: [] })
    expect(status).toBe(400)
    expect(body.issues[0]?.path).toBe('items')
  })

  test('that nobody made is not found', async () => {
    expect((await fetch(`${app.apiUrl}/orders/none`)).status).toBe(404)
  })

  test('is one trace over all Steps', async () => {
    const id = await place(tea)
    const trace = app
      .traces()
      .find((each) => app.logs({ traceId: each.traceId }).some((line) => line.fields['orderId'] === id))
    expect([...trace!.steps].sort()).toEqual(['analyze-order', 'create-order', 'process-payment', 'send-receipt'])
    expect(trace!.status).toBe('ok')
  })
})

test('GraphQL gives orders with their risk', async () => {
  const id = await place(tea)
  const query = `query ($id: ID!) { order(id: $id) { id status risk { score } } orders { id } }`
  const { body } = await post<{ data: { order: object; orders: { id: string }[] } }>('/graphql', {
    query,
    variables: { id },
  })
  expect(body.data.order).toEqual({ id, status: 'paid', risk: { score: 0.05 } })
  expect(body.data.orders.map((order) => order.id)).toContain(id)
})

test('orders older than thirty days are deleted at night, with all that hangs on them', async () => {
  await app.state.set('order:old', { ...tea, id: 'old', createdAt: '2020-01-01T00:00:00.000Z' })
  await app.state.set('order:old:risk', { score: 0.1 })
  const fresh = await place(tea)
  await app.advance({ hours: 25 })
  await app.idle()
  expect(await app.state.get('order:old')).toBeNull()
  expect(await app.state.get('order:old:risk')).toBeNull()
  expect(await app.state.get(`order:${fresh}`)).not.toBeNull()
})
