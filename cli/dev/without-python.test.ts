import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { AppInfo } from './protocol.ts'
import { startDev } from './start.ts'

const root = mkdtempSync(path.join(tmpdir(), 'motia-without-python-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('a machine without Python runs the other Steps, and says so in the banner and to the Workbench', async () => {
  mkdirSync(path.join(root, 'steps'))
  symlinkSync(path.join(import.meta.dirname, '..', '..', 'node_modules'), path.join(root, 'node_modules'))
  writeFileSync(path.join(root, 'cdk.json'), '{}')
  writeFileSync(
    path.join(root, 'steps', 'hello.step.ts'),
    `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'api', method: 'GET', path: '/hello', async handler() { return 'hello' } })
`,
  )
  writeFileSync(
    path.join(root, 'steps', 'score_step.py'),
    `from motia import define_step
@define_step(type="event", subscribes=["scored"])
def handler(data): pass
`,
  )
  const lines: string[] = []
  const dev = await startDev(root, {
    config: { python: 'no-such-python', notices: [] },
    terminal: { write: (line) => lines.push(line), paint: (_, text) => text },
    port: 0,
    workbenchPort: 0,
    inspect: undefined,
    fresh: true,
    watch: false,
    quiet: true,
  })
  try {
    expect(await (await fetch(`${dev.apiUrl}/hello`)).text()).toBe('hello')
    const { missing } = (await (await fetch(`${dev.workbenchUrl}/api/app`)).json()) as AppInfo
    expect(missing).toMatchObject([
      { step: 'steps/score_step.py', what: 'Python', remedy: expect.stringContaining('install Python 3.10 or newer') },
    ])
    expect(lines.filter((line) => line.includes('score_step.py lacks Python'))).toHaveLength(1)
  } finally {
    await dev.stop()
  }
})
