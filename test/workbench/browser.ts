import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import type { Scenario } from '../../workbench/mock/scenarios.ts'
import { type MockServer, startMock } from '../../workbench/mock/server.ts'

/** Debian's Chromium; CHROMIUM names another. It must not reach for anything but the page. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface OpenPage {
  readonly page: Page
  /** Errors and warnings of the console, and requests that failed or left this machine. */
  readonly complaints: readonly string[]
}

export interface Workbench {
  readonly browser: Browser
  serve(scenario: Scenario): Promise<MockServer>
  open(
    url: string,
    options?: { readonly width?: number; readonly dark?: boolean; readonly still?: boolean },
  ): Promise<OpenPage>
  close(): Promise<void>
}

/** Builds the sources as they are now and starts a browser. */
export async function startWorkbench(): Promise<Workbench> {
  const files = await mkdtemp(join(tmpdir(), 'workbench-'))
  const configFile = fileURLToPath(new URL('../../workbench/vite.config.ts', import.meta.url))
  await build({ configFile, logLevel: 'silent', build: { outDir: files, emptyOutDir: true } })
  const browser = await startBrowser()
  const servers: MockServer[] = []
  return {
    browser,
    async serve(scenario) {
      const server = await startMock(scenario, { files })
      servers.push(server)
      return server
    },
    async open(url, options) {
      await Promise.all(browser.contexts().map((context) => context.close()))
      return openPage(browser, url, options)
    },
    async close() {
      await browser.close()
      await Promise.all(servers.map((server) => server.close()))
      await rm(files, { recursive: true, force: true })
    },
  }
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args })
}

export async function openPage(
  browser: Browser,
  url: string,
  {
    width = 1440,
    dark = false,
    still = false,
  }: { readonly width?: number; readonly dark?: boolean; readonly still?: boolean } = {},
): Promise<OpenPage> {
  const page = await browser.newPage({
    viewport: { width, height: 860 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: still ? 'reduce' : 'no-preference',
  })
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) complaints.push(`request to ${request.url()}`)
  })
  await page.goto(url)
  await page.getByRole('main').locator('> *').first().waitFor()
  return { page, complaints }
}
