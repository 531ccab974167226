import type { Locator, Page } from 'playwright-core'
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
const longest = 50

/** The same where the pointer comes to rest on a card: its path is lit, and 300 edges are drawn again. */
const longestLit = 100

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
  const panning = await tasksOf(workbench.browser, page, () => drag(page, { x: 1300, y: 140 }))
  expect(panning[0]).toBeLessThan(longest)
})

test('near enough to be read, it pans and a card is dragged without a stall', measured, async () => {
  const { page } = await workbench.open(`${large.url}/flows?step=worker-50`)
  const card = page.locator('.card[data-selected]')
  // Drawn in full, and that on the screen: what is measured begins after it.
  await page.locator('.card-foot').nth(199).waitFor()
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  const box = await settled(card)
  expect(box.width).toBeGreaterThan(160)
  const dragging = await tasksOf(workbench.browser, page, () => drag(page, { x: box.x + 60, y: box.y + 20 }))
  expect(dragging[0]).toBeLessThan(longestLit)
  const moved = await settled(card)
  expect(moved.x).toBeLessThan(box.x - 50)

  // Where no card is, the graph itself is taken hold of.
  const panning = await tasksOf(workbench.browser, page, () => drag(page, { x: box.x - 4, y: box.y - 4 }))
  expect(panning[0]).toBeLessThan(longest)
  expect((await settled(card)).x).toBeLessThan(moved.x - 50)
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

/** Where something stands once it stands still. */
async function settled(something: Locator) {
  await something.waitFor()
  let [before, now] = [await something.boundingBox(), await something.boundingBox()]
  for (; JSON.stringify(before) !== JSON.stringify(now); now = await something.boundingBox()) before = now
  return now!
}

async function drag(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let at = 0; at < 40; at++) await page.mouse.move(x - at * 6, y + at * 4)
  await page.mouse.up()
}
