/** docs/topics.md. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openPage } from './page.ts'
import { ofType, project, run, send, synth } from './project.ts'

const page = openPage('docs/topics.md')
const infra = page.files('infra.ts')
const charge = page.files('steps/charge.step.ts')

const emitting = (topic: string) => `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'api',
  method: 'POST',
  path: '/${topic}',
  async handler({ emit }) {
    await emit('${topic}', {})
  },
})
`
const hearing = (topic: string) => `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'event', subscribes: ['${topic}'], async handler() {} })
`

test('the topics that match go over the bus, and no others', () => {
  const folder = project(infra, {
    'steps/order.step.ts': emitting('order.created'),
    'steps/on-order.step.ts': hearing('order.created'),
    'steps/user.step.ts': emitting('user.created'),
    'steps/on-user.step.ts': hearing('user.created'),
  })
  const template = synth(folder, 'Shop')
  const [rule, ...others] = ofType(template, 'AWS::Events::Rule')
  expect(others).toEqual([])
  expect(rule!.Properties.EventPattern).toEqual({ source: ['App'], 'detail-type': ['order.created'] })
  expect(rule!.Properties.EventBusName).toEqual({ Ref: expect.stringMatching(/^Bus/) })
})

test('a charge that fails is tried again with the same key', async () => {
  const seen: { key: unknown; body: string }[] = []
  const payments = createServer(async (request, response) => {
    seen.push({ key: request.headers['idempotency-key'], body: (await request.toArray()).join('') })
    response.writeHead(seen.length === 1 ? 503 : 200).end()
  })
  await new Promise<void>((resolve) => payments.listen(0, '127.0.0.1', resolve))
  try {
    const url = `http://127.0.0.1:${(payments.address() as AddressInfo).port}`
    const here = Object.entries(charge).map(([name, text]) => [name, text.replace('https://payments.example', url)])
    const app = await run(project(Object.fromEntries(here)))
    await send(app, 'charge', { orderId: '1' })
    await app.advance({ seconds: 10 })
    await app.idle()
    expect(seen).toEqual([seen[0], seen[0]])
    expect(seen[0]).toEqual({ key: expect.stringMatching(/./), body: '{"orderId":"1"}' })
  } finally {
    payments.close()
  }
})
