import { startApp } from 'motia-aws/testing'
import { afterAll, expect, test } from 'vitest'

const app = await startApp('.')
afterAll(() => app.stop())

test('says hello', async () => {
  const response = await fetch(`${app.apiUrl}/hello?name=Ada`)
  expect(await response.json()).toEqual({ greeting: 'hello Ada' })
})
