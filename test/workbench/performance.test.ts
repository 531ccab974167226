import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MockServer } from '../../workbench/mock/server.ts'
import { startWorkbench, type Workbench } from './browser.ts'
import { tasksOf } from './frames.ts'

let workbench: Workbench
let large: MockServer

beforeAll(async () => {
  workbench = await startWorkbench()
  large = await workbench.serve('large')
})

afterAll(() => workbench?.close())

/** Longest task while somebody moves about, in ms of processor time. */
const longest = 100

const measured = { retry: 2 }

test('a graph of 200 Steps is laid out and drawn within a second, and pans without a stall', measured, async () => {
  const { page } = await workbench.open(`${large.url}/limits`)
  const opening = await tasksOf(workbench.browser, page, async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.locator('.card').nth(199).waitFor()
  })
  expect(opening[0]).toBeGreaterThan(0)
  expect(opening[0]).toBeLessThan(1000)

  await page.locator('.react-flow__minimap').waitFor()
  const panning = await tasksOf(workbench.browser, page, () => drag(page))
  expect(panning[0]).toBeLessThan(longest)
})

test('a trace of 500 spans scrolls without a stall and draws only what is seen', measured, async () => {
  const trace = large.world.traces[0]
  expect(trace?.spans).toHaveLength(500)
  const { page } = await workbench.open(`${large.url}/traces?trace=${trace?.traceId}`)
  await page.getByRole('treeitem').first().waitFor()
  expect(await page.getByRole('treeitem').count()).toBeLessThan(80)
  const scrolling = await tasksOf(workbench.browser, page, async () => {
    await page.mouse.move(700, 500)
    for (let at = 0; at < 40; at++) await page.mouse.wheel(0, 400)
    await page
      .getByRole('treeitem', { name: /worker-496/ })
      .first()
      .waitFor()
  })
  expect(scrolling[0]).toBeLessThan(longest)
})

async function drag(page: Page): Promise<void> {
  await page.mouse.move(1300, 140)
  await page.mouse.down()
  for (let at = 0; at < 40; at++) await page.mouse.move(1300 - at * 6, 140 + at * 4)
  await page.mouse.up()
}
