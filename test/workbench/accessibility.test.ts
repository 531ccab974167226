import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MockServer } from '../../workbench/mock/server.ts'
import { startWorkbench, type Workbench } from './browser.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

let workbench: Workbench
let orders: MockServer
let failed = ''

beforeAll(async () => {
  workbench = await startWorkbench()
  orders = await workbench.serve('orders')
  failed = orders.world.traces.find((trace) => trace.status === 'error')?.traceId ?? ''
})

afterAll(() => workbench?.close())

const places = [
  '/flows',
  '/flows?step=process-payment&tab=source',
  '/endpoints?step=create-order',
  '/traces',
  '/traces?trace=FAILED',
  '/queues?queue=orders-process-payment-dlq',
  '/state?group=order',
  '/schedules',
  '/logs',
  '/limits',
]

test.each(places.flatMap((path) => [false, true].map((dark) => ({ path, dark }))))(
  'no serious finding at $path, dark: $dark',
  async ({ path, dark }) => {
    const { page } = await workbench.open(orders.url + path.replace('FAILED', failed), { dark, still: true })
    await page.waitForFunction('document.querySelectorAll("main *").length > 12')
    expect(await findings(page)).toEqual([])
    await page.close()
  },
)

/** What axe finds serious or critical, as text. The script is run by the debugger, which the page's CSP does not bind. */
async function findings(page: Page): Promise<string[]> {
  const { readFile } = await import('node:fs/promises')
  await page.evaluate(await readFile(axe, 'utf8'))
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    'axe.run(document, { resultTypes: ["violations"] })',
  )
  return violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    )
}
