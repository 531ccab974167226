import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startDev } from './start.ts'

// Below the repository, so that the CDK app finds its packages.
const work = path.resolve(import.meta.dirname, '../../test/.work')
mkdirSync(work, { recursive: true })
const root = mkdtempSync(path.join(work, 'mended-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const write = (file: string, text: string) => writeFileSync(path.join(root, file), text)
const step = (handler: string) =>
  write(
    'steps/hello.step.ts',
    `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'api', method: 'GET', path: '/hello', ${handler} })
`,
  )
const handler = `handler: () => 'hello from ' + process.env.PLACE`
const infra = (more: string) =>
  write(
    'infra.ts',
    `import { App, Stack } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'
new StepsApp(new Stack(new App(), 'Mended'), 'App', { entry: import.meta.dirname })${more}
`,
  )

it('what is broken from the start is said and waited for: first a Step, then the CDK app; later, both count, too', async () => {
  mkdirSync(path.join(root, 'steps'))
  step('async handler( {')
  write('cdk.json', JSON.stringify({ app: 'node --conditions=motia-aws:source infra.ts' }))
  write('infra.ts', `throw new Error('no such region')\n`)
  const lines: string[] = []
  const started = startDev(root, {
    config: { notices: [] },
    terminal: { write: (line) => lines.push(line), paint: (_, text) => text },
    port: 0,
    workbenchPort: 0,
    inspect: undefined,
    fresh: true,
    watch: true,
    quiet: true,
  })
  const mend = async (said: string, edit: () => void) => {
    await expect.poll(() => lines.join('\n'), { timeout: 20_000 }).toContain(said)
    await expect.poll(() => lines.splice(0).join('\n'), { timeout: 20_000 }).toContain('waiting for these to be mended')
    edit()
  }
  await mend('steps/hello.step.ts:2', () => step(handler))
  await mend('no such region', () => infra(''))
  const dev = await started
  const hello = async () => (await fetch(`${dev.apiUrl}/hello`)).text()
  expect(await hello()).toBe('hello from undefined')

  // While a Step is broken the template cannot be made; the change of the CDK app counts when it can.
  await edit('syntax error', () => {
    infra(`.step('hello').function.addEnvironment('PLACE', 'Lund')`)
    step('async handler( {')
  })
  await edit('reloaded in', () => step(handler))
  expect(await hello()).toBe('hello from Lund')
  await edit('.env is read at the start', () => write('.env', 'A=1'))
  await dev.stop()

  async function edit(said: string, change: () => void) {
    lines.splice(0)
    change()
    await expect.poll(() => lines.join('\n'), { timeout: 20_000 }).toContain(said)
  }
})
