/** `motia-aws dev` on a project whose streams change while it runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { startDev } from './start.ts'

// Below the repository, so that the CDK app finds its packages.
const work = path.resolve(import.meta.dirname, '../../test/.work')
mkdirSync(work, { recursive: true })
const root = mkdtempSync(path.join(work, 'streams-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const write = (file: string, text: string) => writeFileSync(path.join(root, file), text)
const config = (authenticate: string) =>
  write('motia.config.ts', `export default { streamAuth: { authenticate: ${authenticate} } }\n`)
const chat = (canAccess: string) =>
  write(
    'steps/chat.stream.ts',
    `export const config = { name: 'chat', schema: {}, baseConfig: { storageType: 'default' }, canAccess: ${canAccess} }\n`,
  )

it('a client stays while who may join changes, until the last stream goes, and its API with it', async () => {
  mkdirSync(path.join(root, 'steps'))
  write('cdk.json', '{}')
  write(
    'steps/say.step.ts',
    `import { defineStep } from 'motia-aws'
export default defineStep({ type: 'api', method: 'POST', path: '/say', handler: ({ streams }) => streams['chat']!.set('g', 'i', {}) })
`,
  )
  config('() => null')
  chat('() => true')
  const lines: string[] = []
  const dev = await startDev(root, {
    config: { notices: [] },
    terminal: { write: (line) => lines.push(line), paint: (_, text) => text },
    port: 0,
    workbenchPort: 0,
    inspect: undefined,
    fresh: true,
    watch: true,
    quiet: true,
  })
  onTestFinished(() => dev.stop())
  const edit = async (change: () => void) => {
    lines.splice(0)
    change()
    await expect.poll(() => lines.join('\n'), { timeout: 20_000 }).toContain('reloaded in')
  }
  const url = dev.apiUrl!.replace('http:', 'ws:')
  const client = new WebSocket(url)
  onTestFinished(() => client.terminate())
  const heard: string[] = []
  client.on('message', (text) => heard.push(String(text)))
  const closed = new Promise<number>((resolve) => client.once('close', resolve))
  await new Promise((resolve) => client.once('open', resolve))
  const join = async (answer: string) => {
    heard.splice(0)
    client.send(JSON.stringify({ type: 'join', data: { streamName: 'chat', groupId: 'g', subscriptionId: 's' } }))
    await expect.poll(() => heard.join(), { timeout: 10_000 }).toContain(answer)
  }
  await join('"sync"')
  await edit(() => chat('() => false'))
  await join('is denied')

  await edit(() => config(`() => { throw new Error('secret') }`))
  expect(lines.join('\n')).toContain('motia.config.ts is read at the start, but for its streamAuth')
  const refused = new WebSocket(url)
  const why = new Promise((resolve) => refused.once('error', (error) => resolve(error.message)))
  expect(await why).toBe('Unexpected server response: 401')

  const say = async () => (await fetch(`${dev.apiUrl}/say`, { method: 'POST' })).status
  expect(await say()).toBe(200)
  await edit(() => rmSync(path.join(root, 'steps/chat.stream.ts')))
  expect(lines.join('\n')).toContain('add a file chat.stream.ts, its calls fail without it')
  expect(await closed).toBeGreaterThan(0)
  expect(await say()).toBe(500)
  await edit(() => chat('() => true'))
  expect(await say()).toBe(200)
}, 60_000)
