import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from './config.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'motia-aws-config-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const load = async (text: string, file = 'motia.config.ts') => {
  await writeFile(path.join(root, file), text)
  return await loadConfig(root)
}

test('a project without settings has none', async () => {
  expect(await loadConfig(root)).toEqual({ notices: [] })
})

test('our own settings are evaluated, whatever packages are installed', async () => {
  const text = `import path from 'node:path'
    import { defineConfig } from 'motia-aws/config'
    const port: number = 4000
    export default defineConfig({ port, folders: [path.posix.join('app', 'steps')] })`
  expect(await load(text)).toEqual({ port: 4000, folders: ['app/steps'], notices: [] })
})

test.each([
  [`import { port } from './ports'`, /cannot be read/],
  [`export const port = 1`, /no default export/],
  [`export default { prot: 4000 }`, /motia\.config\.ts: unknown setting "prot"; known are folders, port/],
  [`export default { port: 'x' }`, /port is "x"; it must be a port/],
])('what is wrong is said: %s', async (text, message) => {
  await expect(load(text)).rejects.toThrow(message)
})

test.each([
  ['motia.config.ts', `import { defineConfig } from '@motiadev/core'\nimport logs from "@motiadev/plugin-logs/plugin"`],
  ['motia.config.mjs', `import { config } from 'motia'`],
  ['motia.config.js', `const { config } = require("@motiadev/core")`],
])("Motia 0.x's own %s is never run", async (file, text) => {
  const { notices, ...settings } = await load(`${text}\nthrow new Error('ran')`, file)
  expect(settings).toEqual({})
  expect(notices).toEqual([expect.stringMatching(`^${file} is of Motia 0.x, of which streamAuth alone is used`)])
})

test.each([`app: (app) => app.use(cors())`, `app(app) {}`])('its %s is told to be without effect', async (property) => {
  const { notices } = await load(`import { defineConfig } from '@motiadev/core'
    export default defineConfig({
      plugins: [],
      ${property},
    })`)
  expect(notices).toHaveLength(2)
  expect(notices[1]).toMatch(/app\(\).*Express.*API Steps/)
})
