import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MockServer } from '../../workbench/mock/server.ts'
import { startWorkbench, type Workbench } from './browser.ts'

let workbench: Workbench
let orders: MockServer

beforeAll(async () => {
  workbench = await startWorkbench()
  orders = await workbench.serve('orders')
})

afterAll(() => workbench?.close())

describe('flows', () => {
  test('draw Steps, topics and state, and tell all about a Step', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/flows`)
    const graph = page.getByRole('region', { name: 'Graph' })
    for (const name of ['create-order', 'process-payment', 'analyze-order', 'send-receipt', 'order-flagged'])
      await graph.getByText(name, { exact: true }).waitFor()
    expect(await graph.getByText('order.created', { exact: true }).count()).toBeGreaterThanOrEqual(2)
    await graph.getByText('State', { exact: true }).waitFor()

    await graph.getByText('process-payment', { exact: true }).click()
    const panel = page.getByRole('complementary', { name: 'Step process-payment' })
    await panel.getByText('Charges the customer.').waitFor()
    expect(page.url()).toContain('step=process-payment')
    await panel.getByRole('tab', { name: 'Source' }).click()
    await panel.getByText('defineStep').first().waitFor()
    await panel.getByRole('tab', { name: 'Permissions' }).click()
    await panel.getByText('dynamodb:UpdateItem').waitFor()
    await panel.getByRole('tab', { name: 'Queue' }).click()
    await panel.getByText('Visibility timeout').first().waitFor()
    await panel.getByRole('tab', { name: 'Invocations' }).click()
    await panel
      .getByRole('row', { name: /POST \/orders/ })
      .first()
      .waitFor()
    expect(complaints).toEqual([])
  })

  test('show one flow, and a finding where it is', async () => {
    const { page } = await workbench.open(`${orders.url}/flows?flow=housekeeping`)
    const graph = page.getByRole('region', { name: 'Graph' })
    await graph.getByText('daily-cleanup').waitFor()
    expect(await graph.getByText('create-order').count()).toBe(0)
    await graph
      .getByTitle(/nobody subscribes/)
      .first()
      .waitFor()
  })

  test('light a Step while it runs', async () => {
    const { page } = await workbench.open(`${orders.url}/flows`)
    const card = page.locator('.card', { hasText: 'create-order' })
    await card.waitFor()
    for (const listener of orders.world.listeners)
      listener({
        type: 'invocation.start',
        time: 0,
        step: 'create-order',
        requestId: 'lit',
        cold: false,
        trigger: 'api',
      })
    await page.locator('.card[data-running]', { hasText: 'create-order' }).waitFor()
    for (const listener of orders.world.listeners)
      listener({ type: 'invocation.end', time: 0, step: 'create-order', requestId: 'lit', duration: 1 })
    await page.locator('.card:not([data-running])', { hasText: 'create-order' }).waitFor()
  })
})

describe('endpoints', () => {
  test('send what the form holds, and show the answer with its trace', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/endpoints?step=create-order`)
    await page.getByLabel('customer').fill('Grace')
    await page.getByLabel('quantity').fill('3')
    await page.getByRole('tab', { name: 'JSON' }).click()
    expect(JSON.parse(await page.getByLabel('Body as JSON').inputValue())).toMatchObject({
      customer: 'Grace',
      items: [{ quantity: 3 }],
    })
    await page.keyboard.press('Control+Enter')
    const response = page.getByRole('region', { name: 'Response' })
    await response.getByText('201', { exact: true }).waitFor()
    await response.getByText('"Grace"').waitFor()
    const strip = response.getByRole('region', { name: 'Trace of this call' })
    await strip.getByText('analyze-order').waitFor()
    await page.getByRole('region', { name: 'History' }).getByText('create-order').waitFor()
    await strip.getByRole('link', { name: 'Trace of this call' }).click()
    await page.getByRole('tree', { name: 'Spans' }).getByText('process-payment').first().waitFor()
    expect(complaints).toEqual([])
  })

  test('tell what does not fit before it is sent, in the form and in the text', async () => {
    const { page } = await workbench.open(`${orders.url}/endpoints?step=create-order`)
    await page.getByLabel('quantity').fill('0')
    await page.getByText(/less than 1|minimum/i).waitFor()
    await page.getByRole('tab', { name: 'JSON' }).click()
    await page.getByText('/items/0/quantity').waitFor()
    await page.getByLabel('Body as JSON').fill('{ "customer": ')
    await page.getByText(/^Not JSON/).waitFor()
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByText(/mend it in the JSON tab/).waitFor()
  })

  test('fill in a path parameter with what the last answer held', async () => {
    const { page } = await workbench.open(`${orders.url}/endpoints?step=create-order`)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('region', { name: 'Response' }).getByText('201', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'GET /orders/:id' }).click()
    const { id } = (orders.world.items.at(-1)?.value ?? {}) as { id?: string }
    expect(await page.getByLabel('id', { exact: true }).inputValue()).toMatch(id ? /^[0-9a-f]{8}$/ : /./)
  })
})

describe('traces', () => {
  test('narrow the list by status, and lead to the line that failed', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/traces`)
    await page.getByLabel('status').selectOption('error')
    await page.waitForURL(/status=error/)
    await page.getByRole('row', { name: /error/ }).getByRole('link').click()
    const tree = page.getByRole('tree', { name: 'Spans' })
    await tree.getByText('try 3').waitFor()
    await page
      .getByRole('link', { name: /no card on file/ })
      .first()
      .click()
    const span = page.getByRole('complementary', { name: 'Span' })
    await span.getByText('PaymentRefused', { exact: true }).waitFor()
    await span.getByText('steps/process-payment.step.ts:17', { exact: true }).waitFor()
    expect(complaints).toEqual([])
  })

  test('are gone through and opened by keyboard', async () => {
    const { page } = await workbench.open(`${orders.url}/traces`)
    await page.getByRole('row').nth(1).waitFor()
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/traces?trace=${orders.world.traces[1]?.traceId}`)
  })

  test('show what a state call changed, by keyboard', async () => {
    const ok = orders.world.traces.find((trace) => trace.status === 'ok')
    const update = ok?.spans.find((span) => span.name === 'state.update')
    const { page } = await workbench.open(`${orders.url}/traces?trace=${ok?.traceId}&span=${update?.id}`)
    await page.getByText('What changed').waitFor()
    await page.locator('.diff-line.is-removed', { hasText: '"open"' }).waitFor()
    await page.locator('.diff-line.is-added', { hasText: '"paid"' }).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('span'))
    const rows = page.getByRole('treeitem')
    const before = await rows.count()
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => rows.count()).toBe(1)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => rows.count()).toBe(before)
  })
})

describe('queues', () => {
  test('show why a message died, and send it back', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/queues`)
    await page.getByRole('link', { name: 'process-payment' }).first().click()
    await page.getByRole('button', { name: /PaymentRefused/ }).click()
    const message = page.getByRole('region', { name: 'Message' })
    await message.getByText('"orderId"').waitFor()
    await message.getByRole('button', { name: 'Redrive' }).click()
    await page.getByText('No dead letters').waitFor()
    expect(complaints).toEqual([])
  })

  test('ask in place before a purge', async () => {
    const mock = await workbench.serve('orders')
    const { page } = await workbench.open(`${mock.url}/queues?queue=orders-process-payment-dlq`)
    await page.getByRole('button', { name: 'Purge' }).click()
    await page.getByRole('button', { name: 'Keep' }).click()
    expect(mock.world.messages.get('orders-process-payment-dlq')).toHaveLength(1)
    await page.getByRole('button', { name: 'Purge' }).click()
    await page.getByRole('button', { name: 'Delete 1 message' }).click()
    await page.getByText('No dead letters').waitFor()
    expect(mock.world.messages.get('orders-process-payment-dlq')).toHaveLength(0)
  })
})

describe('state', () => {
  test('is edited, made and deleted', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/state?group=order`)
    await page.getByRole('button', { name: 'New item' }).click()
    await page.getByPlaceholder('order:123').fill('order:test')
    await page.getByLabel('Value as JSON').fill('{"total": 1}')
    await page.getByRole('button', { name: 'Save' }).click()
    const editor = page.getByRole('complementary', { name: 'Item order:test' })
    await editor.getByLabel('Value as JSON').fill('{"total": ')
    await editor.getByText(/Not JSON/).waitFor()
    await editor.getByLabel('Value as JSON').fill('{"total": 2}')
    await editor.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /^test \{"total":2\} 2/ }).waitFor()
    await editor.getByRole('button', { name: 'Delete' }).click()
    await editor.getByRole('button', { name: 'Delete test' }).click()
    await expect.poll(() => orders.world.items.some((item) => item.key === 'test')).toBe(false)
    expect(complaints).toEqual([])
  })
})

describe('state that a Step writes while somebody edits it', () => {
  test('is followed, but never over what was typed', async () => {
    const mock = await workbench.serve('orders')
    const { page } = await workbench.open(`${mock.url}/state?group=order`)
    const { key } = mock.world.items
      .filter((item) => item.group === 'order')
      .sort((a, b) => (a.key < b.key ? -1 : 1))[0]!
    await page.getByRole('button', { name: key, exact: true }).click()
    const editor = page.getByLabel('Value as JSON')
    const write = (value: unknown, version: number) => {
      mock.world.items = [
        ...mock.world.items.filter((item) => item.key !== key),
        { group: 'order', key, value, ttl: null, version },
      ]
      for (const listener of mock.world.listeners)
        listener({ type: 'state', table: 'orders-state', group: 'order', key })
    }
    write({ total: 7 }, 8)
    await expect.poll(() => editor.inputValue()).toContain('"total": 7')
    await editor.fill('{"total": 70}')
    write({ total: 9 }, 9)
    await page.getByText('Written meanwhile (version 9)').waitFor()
    expect(await editor.inputValue()).toBe('{"total": 70}')
    await page.getByRole('button', { name: 'Revert' }).click()
    expect(await editor.inputValue()).toContain('"total": 9')
    expect(await page.getByText('Written meanwhile').count()).toBe(0)
  })
})

describe('schedules', () => {
  test('show the next runs in any zone, pause and run', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/schedules`)
    expect(await page.getByRole('list', { name: 'Next runs' }).getByRole('listitem').count()).toBe(5)
    await page.getByLabel('Times in').selectOption('UTC')
    await page.getByRole('list', { name: 'Next runs' }).getByText(/UTC$/).first().waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('paused').waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Run now' }).click()
    await page.getByText(/started/).waitFor()
    expect(complaints).toEqual([])
  })
})

describe('logs', () => {
  test('are filtered, followed, and lead to the trace', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/logs?level=ERROR`)
    const lines = page.getByRole('log', { name: 'Log lines' })
    await lines.getByText('no card on file').first().waitFor()
    expect(await lines.getByText('order created').count()).toBe(0)
    const line = {
      id: 1e9,
      time: Date.now(),
      step: 'create-order',
      level: 'ERROR',
      message: 'just now',
      fields: {},
    } as const
    for (const listener of orders.world.listeners) listener({ type: 'log', line })
    await lines.getByText('just now').waitFor()
    await lines.getByText('no card on file').first().click()
    await page.getByRole('complementary', { name: 'Log line' }).getByRole('link', { name: 'open' }).click()
    await page.getByRole('tree', { name: 'Spans' }).waitFor()
    expect(complaints).toEqual([])
  })
})

describe('everywhere', () => {
  test('limits and cost have their units', async () => {
    const { page, complaints } = await workbench.open(`${orders.url}/limits`)
    await page.getByText('421 of 500').waitFor()
    await page.getByText('$14.93 a million runs').waitFor()
    expect(complaints).toEqual([])
  })

  test('keys lead from view to view, and the palette to anything', async () => {
    const { page } = await workbench.open(`${orders.url}/flows`)
    for (const [key, path] of Object.entries({
      e: 'endpoints',
      t: 'traces',
      q: 'queues',
      s: 'state',
      c: 'schedules',
      l: 'logs',
      m: 'limits',
    })) {
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await page.waitForURL(`**/${path}*`)
    }
    await page.keyboard.press('Control+k')
    await page.keyboard.type('send-rec')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/flows?step=send-receipt')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.goBack()
    await page.waitForURL('**/limits')
  })

  test.each([390, 768])('a screen of %d px is wide enough', async (width) => {
    const { url, world } = await workbench.serve('orders')
    const { page } = await workbench.open(`${url}/flows`, { width })
    const inside = async (text: string) => {
      const box = await page.getByText(text, { exact: true }).first().boundingBox()
      return box !== null && box.x >= 0 && box.x + box.width <= width && box.width > 30
    }
    for (const [path, ...texts] of [
      ['flows?step=process-payment', 'Charges the customer.'],
      ['endpoints?step=create-order', 'POST', 'customer', 'Not sent yet'],
      ['traces', 'Began with', 'POST /orders', 'Duration'],
      [`traces?trace=${world.traces[0]?.traceId}`, 'create-order'],
      ['queues', 'process-payment', 'Waiting'],
      ['queues?queue=orders-process-payment-dlq', 'dead letters', 'Why'],
      ['state?group=order', 'order', 'Value'],
      ['schedules', 'daily-cleanup'],
      ['logs', 'Following'],
      ['limits', '421 of 500'],
    ]) {
      await page.goto(`${url}/${path}`)
      for (const text of texts) await expect.poll(() => inside(text), { message: `${text} in ${path}` }).toBe(true)
      const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(sideways), path).toBe(0)
    }
  })

  test('the theme is chosen and kept', async () => {
    const { page } = await workbench.open(`${orders.url}/logs`)
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const light = await background()
    await page.getByRole('button', { name: 'Theme: system' }).click()
    await page.getByRole('button', { name: 'Theme: light' }).click()
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
    expect(await background()).not.toBe(light)
    await page.reload()
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
    expect(await background()).not.toBe(light)
  })

  test('before anything happened, views tell how to begin', async () => {
    const empty = await workbench.serve('empty')
    const { page } = await workbench.open(`${empty.url}/traces`)
    await page.getByText(/^curl -X POST 'http:\/\/localhost:3000\/orders'/).waitFor()
    await page.goto(`${empty.url}/state`)
    await page.getByText('No state yet').waitFor()
    await page.goto(`${empty.url}/logs`)
    await page.getByText('No logs yet').waitFor()
  })
})
