/** The Workbench on the example app itself: real Steps in both languages, real queues, a Step that fails. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LimitsAndCost } from '../../cli/dev/protocol.ts'
import { type Dev, startDev } from '../../cli/dev/start.ts'
import { openPage, startBrowser } from './browser.ts'

const example = path.resolve(import.meta.dirname, '..', '..', 'steps-example')
/** Inside the repository, so that packages resolve. */
const work = path.resolve(import.meta.dirname, '..', '.work')
mkdirSync(work, { recursive: true })
const root = mkdtempSync(path.join(work, 'workbench-'))
const outOfPaper = path.join(root, 'out-of-paper')

let dev: Dev
let browser: Browser

beforeAll(async () => {
  cpSync(example, root, { recursive: true, filter: (file) => !/__pycache__|\.motia|cdk\.out|node_modules/.test(file) })
  makeFragile(path.join(root, 'steps', 'send-receipt.step.ts'))
  // A CDK app of its own: the one at the repository's root deploys the example, not this copy.
  writeFileSync(path.join(root, 'cdk.json'), '{}')
  writeFileSync(outOfPaper, '')
  sharePython()
  const started = await Promise.all([
    startDev(root, {
      config: { notices: [] },
      terminal: { write: () => undefined, paint: (_, text) => text },
      port: 0,
      workbenchPort: 0,
      inspect: undefined,
      fresh: true,
      watch: false,
      quiet: true,
    }),
    startBrowser(),
  ])
  dev = started[0]
  browser = started[1]
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await dev?.stop()
  rmSync(root, { recursive: true, force: true })
})

/** The Step fails for good while a file lies beside it. */
function makeFragile(file: string): void {
  const source = readFileSync(file, 'utf8')
  const failing = `\n    if (existsSync(${JSON.stringify(outOfPaper)})) throw new Error('out of paper')\n`
  const changed = source
    .replace(
      "subscribes: ['payment.completed'],",
      "subscribes: ['payment.completed'],\n  infrastructure: { queue: { maxRetries: 0 } },",
    )
    .replace(/(async handler\([^)]*\) \{)\n/, `$1${failing}`)
  if (!changed.includes('out of paper') || !changed.includes('maxRetries: 0')) throw new Error(`cannot change ${file}`)
  writeFileSync(file, `import { existsSync } from 'node:fs'\n${changed}`)
}

/** An environment that the example already has spares an installation. */
function sharePython(): void {
  const made = path.join(example, '.motia', 'python')
  if (!existsSync(made)) return
  mkdirSync(path.join(root, '.motia'))
  symlinkSync(made, path.join(root, '.motia', 'python'))
}

const open = (url: string) => openPage(browser, dev.workbenchUrl + url)

test('the graph shows the Steps of the order flow and its topics', async () => {
  const { page, complaints } = await open('/flows?flow=orders')
  const graph = page.getByRole('region', { name: 'Graph' })
  for (const name of ['create-order', 'process-payment', 'send-receipt', 'analyze-order', 'order-flagged'])
    await graph.getByText(name, { exact: true }).waitFor()
  for (const topic of ['payment.completed', 'order.flagged'])
    await graph.locator('.topic-label', { hasText: topic }).waitFor()
  expect(await graph.locator('.topic-label', { hasText: 'order.created' }).count()).toBe(2)
  expect(complaints).toEqual([])
})

test('an order sent from the form leads to a trace in both languages, a dead letter, and its redrive', async () => {
  const { page, complaints } = await open('/endpoints?step=create-order')
  await page.getByRole('button', { name: 'Send' }).click()
  const response = page.getByRole('region', { name: 'Response' })
  await response.getByText('201', { exact: true }).waitFor()
  const strip = response.getByRole('region', { name: 'Trace of this call' })
  await strip.getByRole('link', { name: /^analyze-order/ }).waitFor()
  await strip.getByRole('link', { name: /^send-receipt/ }).waitFor()
  await strip.getByText('error', { exact: true }).waitFor()

  await strip.getByRole('link', { name: 'Trace of this call' }).click()
  const spans = page.getByRole('tree', { name: 'Spans' })
  for (const name of ['create-order', 'process-payment', 'analyze-order']) await spans.getByText(name).first().waitFor()
  await page
    .getByRole('link', { name: /out of paper/ })
    .first()
    .click()
  const span = page.getByRole('complementary', { name: 'Span' })
  await span.getByText(/^steps\/send-receipt\.step\.ts:\d+$/).waitFor()

  await page.goto(`${dev.workbenchUrl}/queues`)
  await page.getByRole('link', { name: 'send-receipt' }).first().click()
  await page.getByRole('button', { name: /out of paper/ }).click()
  rmSync(outOfPaper)
  await page.getByRole('button', { name: 'Redrive', exact: true }).click()
  await page.getByText('No dead letters').waitFor()

  await page.goto(`${dev.workbenchUrl}/logs?step=send-receipt`)
  await page.getByRole('log', { name: 'Log lines' }).getByText('receipt written').waitFor()
  expect(complaints).toEqual([])
})

test('logs are narrowed, followed as they come, and lead to their trace', async () => {
  const { page, complaints } = await open('/logs')
  const lines = page.getByRole('log', { name: 'Log lines' })
  await lines.getByText('order created').first().waitFor()
  await page.getByLabel('Level').selectOption('ERROR')
  await lines.getByText('out of paper').first().waitFor()
  expect(await lines.getByText('order created').count()).toBe(0)
  await lines.getByText('out of paper').first().click()
  const line = page.getByRole('complementary', { name: 'Log line' })
  await line.getByText(/at .*\(steps\/send-receipt\.step\.ts:\d+:\d+\)/).waitFor()
  await line.getByRole('link', { name: 'its lines' }).click()
  await page.getByLabel('Level').selectOption('')
  for (const step of ['create-order', 'analyze-order', 'send-receipt']) await lines.getByText(step).first().waitFor()

  await page.goto(`${dev.workbenchUrl}/logs?step=get-order`)
  await page.getByText('No line fits these filters').waitFor()
  await page.goto(`${dev.workbenchUrl}/logs?step=create-order`)
  await lines.getByText('order created').first().waitFor()
  const before = await page.getByText(/^\d+ lines?$/).textContent()
  const response = await fetch(`${dev.apiUrl}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer: 'Ada', email: 'ada@example.com', items: [{ sku: 'b', quantity: 1, price: 2 }] }),
  })
  const { id } = (await response.json()) as { id: string }
  await lines.getByText(id).waitFor()
  expect(await page.getByText(/^\d+ lines?$/).textContent()).not.toBe(before)
  await page.getByRole('button', { name: 'Following' }).waitFor()
  await lines.getByRole('link', { name: 'trace' }).last().click()
  await page.getByRole('tree', { name: 'Spans' }).getByText('create-order').first().waitFor()
  expect(complaints).toEqual([])
})

test('limits and cost are those of the template that was deployed', async () => {
  const { page, complaints } = await open('/limits')
  const { stacks, idlePerMonth, perMillionRuns } = (await (
    await fetch(`${dev.workbenchUrl}/api/limits`)
  ).json()) as LimitsAndCost
  expect(stacks).toHaveLength(1)
  const [stack] = stacks
  expect(stack!.resources).toBeGreaterThan(50)
  await page.getByRole('row', { name: `${stack!.resources} of 500` }).waitFor()
  const dollars = (usd: number) => `$${usd.toFixed(2)}`
  await page.getByText(`${dollars(idlePerMonth.reduce((sum, { usd }) => sum + usd, 0))} a month`).waitFor()
  const orders = perMillionRuns.find(({ flow }) => flow === 'create-order')!
  await page.getByText(`${dollars(orders.usd)} a million runs`).waitFor()
  for (const { what } of orders.parts) await page.getByRole('cell', { name: what, exact: true }).first().waitFor()
  expect(orders.usd).toBeCloseTo(
    orders.parts.reduce((sum, { usd }) => sum + usd, 0),
    2,
  )
  expect(complaints).toEqual([])
})

test('state is edited and seen by the next request', async () => {
  const { page, complaints } = await open('/state?group=order')
  const key = /^[0-9a-f]{8}$/
  await page.getByRole('button', { name: key }).first().click()
  const editor = page.getByLabel('Value as JSON')
  const order = JSON.parse(await editor.inputValue()) as { id: string; customer: string }
  await editor.fill(JSON.stringify({ ...order, customer: 'Grace Hopper' }))
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('row', { name: /Grace Hopper/ }).waitFor()

  await page.goto(`${dev.workbenchUrl}/endpoints?step=get-order`)
  await page.getByLabel('id', { exact: true }).fill(order.id)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('region', { name: 'Response' }).getByText('"Grace Hopper"').waitFor()
  expect(complaints).toEqual([])
})

test('a schedule runs when it is told to', async () => {
  const { page, complaints } = await open('/schedules')
  await page.getByRole('button', { name: 'Run now' }).click()
  await page.getByRole('link', { name: 'its traces' }).click()
  await page.getByRole('row', { name: /daily-cleanup/ }).waitFor()
  expect(complaints).toEqual([])
})
