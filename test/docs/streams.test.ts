/** docs/streams.md: its Steps, its client, and who may join. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { openPage, root } from './page.ts'
import { project, run } from './project.ts'
import { missingPython } from './python.ts'

const page = openPage('docs/streams.md')
const steps = page.files('steps/progress.stream.ts', 'steps/import.step.ts', 'steps/run_import_step.py')
const browser = page.files('browser.ts')['browser.ts']!
const guarded = page.files('steps/inbox.stream.ts', 'motia.config.ts')

/** Runs the page's client, against a running app; resolves to what it logs, once it has logged the last. */
async function runClient(address: string, last: string, begin: () => Promise<unknown>): Promise<string[]> {
  const { outputFiles } = await build({
    stdin: {
      contents: browser.replace('ws://localhost:3000', address),
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
  })
  return await new Promise((resolve, reject) => {
    const logged: string[] = []
    const log = (...values: unknown[]) => {
      logged.push(values.join(' '))
      if (logged.at(-1) === last) resolve(logged)
    }
    class Connection extends WebSocket {
      constructor(url: string) {
        super(url)
        // Its own listener joins first; the answer to a group is the first message there is.
        this.addEventListener('message', () => begin().catch(reject), { once: true })
      }
    }
    new Function('console', 'WebSocket', outputFiles[0]!.text)({ log }, Connection)
  })
}

test.skipIf(missingPython)('the client of the page sees what the Steps of the page do', async () => {
  const app = await run(project(steps))
  const logged = await runClient(app.apiUrl!.replace('http:', 'ws:'), '17 is imported', () =>
    fetch(`${app.apiUrl}/imports/17`, { method: 'POST' }),
  )
  expect(new Set(logged)).toEqual(new Set(['0', '50', '100', '17 is imported']))
  expect(logged.indexOf('50')).toBeLessThan(logged.indexOf('100'))
})

test.each([
  ['/?token=token-of-ada', 'sync'],
  ['/', 'event'],
  ['/?token=stolen', 'refused'],
])('who connects with %s gets %s', async (query, outcome) => {
  const { 'steps/progress.stream.ts': progress, 'steps/import.step.ts': step } = steps
  const files = { 'steps/progress.stream.ts': progress!, 'steps/import.step.ts': step! }
  const app = await run(project(files, guarded), { TOKEN_OF_ADA: 'token-of-ada' })
  const socket = new WebSocket(app.apiUrl!.replace('http:', 'ws:') + query)
  const data = { streamName: 'inbox', groupId: 'ada', subscriptionId: '1' }
  const answer = await new Promise((resolve) => {
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'join', data })))
    socket.addEventListener('message', (message) => resolve(JSON.parse(String(message.data)).event.type))
    socket.addEventListener('error', () => resolve('refused'))
  })
  socket.close()
  expect(answer).toBe(outcome)
})

test('why somebody was kept out is in the log of the gateway', async () => {
  const { 'steps/progress.stream.ts': progress, 'steps/import.step.ts': step } = steps
  const files = { 'steps/progress.stream.ts': progress!, 'steps/import.step.ts': step! }
  const app = await run(project(files, guarded))
  const socket = new WebSocket(`${app.apiUrl!.replace('http:', 'ws:')}/?token=stolen`)
  await new Promise((resolve) => socket.addEventListener('error', resolve))
  const command = [path.join(root, 'cli', 'main.ts'), 'logs', 'streams gateway']
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...command, '--endpoint', app.endpoint, '--region', app.region],
    { env: { ...process.env, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } },
  )
  expect(stdout).toContain('no such token')
})
