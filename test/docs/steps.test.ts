/** docs/steps.md: its Steps are one app. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../../cli/testing.ts'
import { compile } from './compile.ts'
import { openPage, root } from './page.ts'
import { post, project, run, send, shell } from './project.ts'

const page = openPage('docs/steps.md')
const steps = page.files(
  'steps/create-order.step.ts',
  'steps/list-orders.step.ts',
  'steps/log-order.step.ts',
  'steps/log-upload.step.ts',
  'steps/good-morning.step.ts',
  'steps/audit.step.ts',
)
const topics = page.files('topics.d.ts')

describe('the Steps', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await run(project(steps))
  })
  const logged = (step: string) => app.logs({ step }).map(({ message, fields }) => ({ message, ...fields }))

  test('create, list and log an order, with the defaults of their schemas', async () => {
    const answer = await fetch(`${app.apiUrl}/orders/web`, post({ sku: 'tea' }))
    expect(answer.status).toBe(201)
    const { id } = (await answer.json()) as { id: string }
    await app.idle()
    const order = { sku: 'tea', quantity: 1, shop: 'web' }
    expect(await (await fetch(`${app.apiUrl}/orders?limit=5`)).json()).toEqual({ orders: [[`order:${id}`, order]] })
    expect(logged('create-order')).toContainEqual({ message: 'order created', id })
    expect(logged('log-order')).toContainEqual({ message: 'order', topic: 'order.created', attempt: 1, orderId: id })
  })

  test('refuse what does not fit, with the place', async () => {
    const body = await fetch(`${app.apiUrl}/orders/web`, post({ sku: 'tea', quantity: 0 }))
    expect(body.status).toBe(400)
    expect(await body.json()).toEqual({
      error: expect.any(String),
      issues: [{ path: 'quantity', message: expect.any(String) }],
    })
    expect((await fetch(`${app.apiUrl}/orders?limit=1000`)).status).toBe(400)
  })

  test('hear of an upload from the bus', async () => {
    const { endpoint, region } = app
    const bus = new EventBridgeClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    const Detail = JSON.stringify({ bucket: { name: 'photos' } })
    await bus.send(new PutEventsCommand({ Entries: [{ Source: 'aws.s3', DetailType: 'Object Created', Detail }] }))
    await app.idle()
    expect(logged('log-upload')).toContainEqual({ message: 'uploaded', bucket: { name: 'photos' } })
  })

  test('run at half past six on a working day in Stockholm', async () => {
    expect(app.schedules()).toMatchObject([
      { expression: 'cron(30 6 ? * MON-FRI *)', timezone: 'Europe/Stockholm', enabled: true },
    ])
    await app.runSchedule(app.schedules()[0]!.name)
    await app.idle()
    expect(logged('good-morning')).toContainEqual({ message: 'good morning', due: expect.stringMatching(/T.*Z$/) })
  })

  test('emit to the topics that are stated by hand', async () => {
    await send(app, 'audit', { kind: 'created' })
    const failed = app.traces().filter(({ status }) => status === 'error')
    expect(failed).toEqual([])
  })
})

test('are told as OpenAPI', () => {
  // `npx motia-aws openapi`
  const { stdout } = shell(`node cli/main.ts openapi ${project(steps)}`, root)
  expect(JSON.parse(stdout)).toMatchObject({
    openapi: expect.stringMatching(/^3\.1/),
    paths: { '/orders/{shop}': { post: {} }, '/orders': { get: {} } },
  })
})

test('payloads are checked where topics are declared', () => {
  const file = 'steps/create-order.step.ts'
  const wrong = { [file]: steps[file]!.replace('orderId: id', 'order: id') }
  expect(compile({ ...steps, ...topics })).toEqual([])
  expect(compile({ ...steps, ...wrong })).toEqual([])
  expect(compile({ ...steps, ...topics, ...wrong })).toEqual([expect.stringMatching(/create-order.*order/)])
})
