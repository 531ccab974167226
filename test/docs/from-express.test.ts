/** docs/from-express.md. */
import { expect, test } from 'vitest'
import { openPage } from './page.ts'
import { project, run } from './project.ts'

const steps = openPage('docs/from-express.md').files('steps/get-order.step.ts')

test('the route answers with the order, or 404', async () => {
  const app = await run(project(steps))
  await app.state.set('order:1', { id: '1', status: 'open' })
  const found = await fetch(`${app.apiUrl}/orders/1`)
  expect({ status: found.status, body: await found.json() }).toEqual({
    status: 200,
    body: { id: '1', status: 'open' },
  })
  const missing = await fetch(`${app.apiUrl}/orders/2`)
  expect({ status: missing.status, body: await missing.json() }).toEqual({
    status: 404,
    body: { error: 'no order 2' },
  })
})
