/** The commands that look at an app, as processes of their own, on a `motia-aws dev` that is one, too. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../test/temporary.ts'

const main = path.resolve(import.meta.dirname, '..', 'main.ts')
/** Inside the repository, so that packages resolve. */
const work = path.resolve(import.meta.dirname, '..', '..', 'test', '.work')
mkdirSync(work, { recursive: true })
const root = mkdtempSync(path.join(work, 'ops-'))

const poke = `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'api', method: 'POST', path: '/poke',
  async handler({ body, emit, logger }) {
    logger.info('poked', { by: (body as { by: string }).by })
    await emit('fragile.poked', body)
    return { poked: true }
  },
})
`
const fragile = (works: boolean) => `import { defineStep } from 'motia-aws'
export default defineStep({
  type: 'event', subscribes: ['fragile.poked'], infrastructure: { queue: { maxRetries: 0 } },
  async handler({ data, logger }) {
    if (!${works} || (data as { by: string }).by === 'nobody') throw new RangeError('as it was told')
    logger.info('held')
  },
})
`

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Command {
  readonly process: ChildProcess
  readonly stdout: () => string
  readonly ended: Promise<Ended>
}

/** Without the machine's own credentials and region: a local target needs none. */
const { AWS_ENDPOINT_URL: _, AWS_PROFILE: __, AWS_REGION: ___, AWS_ACCESS_KEY_ID: ____, ...environment } = process.env

function start(args: readonly string[], cwd = root): Command {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...environment, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
  return { process: child, stdout: () => stdout, ended }
}

const motia = (...args: string[]): Promise<Ended> => start([...args, '--local']).ended

async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await motia(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout) as T
}

/** Asks again and again until the answer fits; the time is a limit for what never comes, not a wait. */
async function until<T>(ask: () => T | Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; ) {
    const answer = await ask()
    if (fits(answer)) return answer
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(answer)} after 20 s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

let dev: Command
let api: string

const post = async (by: string): Promise<void> => {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${api}/poke`, { method: 'POST', headers, body: JSON.stringify({ by }) })
  expect(response.status).toBe(200)
}
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const letters = (count: number) =>
  until(
    () => json<{ step: string; messages: number }[]>('dlq', 'list'),
    (found) => found.find(({ step }) => step === 'fragile')?.messages === count,
  )

beforeAll(async () => {
  mkdirSync(path.join(root, 'steps'))
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name: 'ops-test', type: 'module' }))
  writeFileSync(path.join(root, 'cdk.json'), '{}')
  writeFileSync(path.join(root, 'steps', 'poke.step.ts'), poke)
  writeFileSync(path.join(root, 'steps', 'fragile.step.ts'), fragile(false))
  dev = start(['dev', root, '--port', '0', '--workbench-port', '0'])
  await until(dev.stdout, (text) => text.includes('--local'))
  api = /API +(\S+)/.exec(dev.stdout())![1]!.replace('localhost', '127.0.0.1')
})

afterAll(async () => {
  dev.process.kill('SIGKILL')
  await dev.ended
  rmSync(root, { recursive: true, force: true })
})

test('a Step that fails leaves a dead letter, which is listed and shown', async () => {
  await post('ada')
  await letters(1)
  const { stdout, stderr } = await motia('dlq', 'list')
  expect(stdout).toMatch(/^fragile +1 +http:/m)
  expect(stderr).toBe(`on the emulator of ${root} (${/AWS +(\S+)/.exec(dev.stdout())![1]})\n`)
  const [letter] = await json<{ traceId: string }[]>('dlq', 'show', 'fragile')
  expect(letter).toMatchObject({
    topic: 'fragile.poked',
    traceId: expect.stringMatching(/^1-/),
    reason: 'RangeError: as it was told',
    frame: expect.stringMatching(/^steps\/fragile\.step\.ts:\d+:\d+, in /),
    attempt: 1,
  })
  const shown = (await motia('dlq', 'show', 'fragile')).stdout
  expect(shown).toContain(`trace   ${letter!.traceId}`)
  expect(shown).toMatch(/^ {2}reason {2}RangeError: as it was told\n {10}at steps\/fragile\.step\.ts:\d/m)

  const [logs, traces] = [...shown.matchAll(/motia-aws (.*)/g)].map(([, told]) => start(told!.split(' ')).ended)
  expect((await logs!).stdout).toMatch(/ERROR .*as it was told/)
  expect((await traces!).stdout).toMatch(/error +fragile .*\n.*ok +poke/)
})

test('a dead letter whose failure is in no log says so', async () => {
  const [{ queue }] = await json<[{ queue: string }]>('dlq', 'list')
  const client = new SQSClient({ endpoint: new URL(queue).origin, region: 'us-east-1', credentials })
  await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: 'by hand' }))
  expect((await motia('dlq', 'show', 'fragile')).stdout).toContain(
    'reason  not known: the logs have no error of this message: `motia-aws dev` keeps them in memory',
  )
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }),
  )
  const sent = Messages!.find(({ Body }) => Body === 'by hand')!
  await client.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: sent.ReceiptHandle! }))
  client.destroy()
})

test('its trace is found by its error and by the id of the flow', async () => {
  interface Row {
    readonly steps: readonly string[]
    readonly status: string
    readonly link: string
  }
  const [failed, ...others] = await until(
    () => json<Row[]>('traces', '--errors'),
    (rows) => rows.length > 0,
  )
  expect(failed).toMatchObject({
    steps: ['fragile'],
    status: 'error',
    link: expect.stringMatching(/\/traces\?trace=1-/),
  })
  expect(others).toEqual([])
  const flow = new URL(failed!.link).searchParams.get('trace')!
  const rows = await json<Row[]>('traces', '--trace', flow)
  expect(rows.map(({ steps, status }) => ({ steps, status }))).toEqual([
    { steps: ['fragile'], status: 'error' },
    { steps: ['poke'], status: 'ok' },
  ])
  expect(await json<Row[]>('traces', '--errors', '--step', 'poke')).toEqual([])
  expect((await motia('traces', '--trace', flow)).stdout).toMatch(/error +fragile +http:\/\/localhost.*\n.*ok +poke/)
  expect((await motia('traces', flow)).stdout).toMatch(/error +fragile .*\n.*ok +poke/)
  expect(await motia('traces', 'fragile')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('"fragile" is no traceId'),
  })
  expect((await motia('traces', '--step', 'none')).stdout).toBe('no traces in the last 10m\n')
})

test('logs are told, filtered, and followed until Ctrl-C', async () => {
  expect((await motia('logs', 'fragile')).stdout).toMatch(/ERROR .*RangeError.*as it was told/)
  expect((await motia('logs', 'fragile', '--filter', 'no such text')).stdout).toBe('')
  expect(await json('logs', 'poke', '--filter', '"by":"ada"')).toMatchObject({
    message: expect.stringContaining('poked'),
  })
  const following = start(['logs', 'poke', '--follow', '--since', '1h', '--local'])
  await until(following.stdout, (text) => text.includes('by=ada'))
  await post('grace')
  await until(following.stdout, (text) => text.includes('by=grace'))
  following.process.kill('SIGINT')
  const { code, stdout, stderr } = await following.ended
  expect({ code, lines: stdout.match(/poked/g)!.length, stderr }).toEqual({
    code: 0,
    lines: 2,
    stderr: expect.stringMatching(/^on the emulator of .*\n$/),
  })
})

test('when nobody reads any more, a command ends as by Ctrl-C, without a word', async () => {
  const following = start(['logs', 'poke', '--follow', '--local'])
  await until(following.stdout, (text) => text.includes('by=grace'))
  following.process.stdout!.destroy()
  await post('joan')
  expect(await following.ended).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^on the emulator of .*\n$/),
  })
})

test('dead letters are redriven when the code is mended, and purged', async () => {
  await letters(3)
  writeFileSync(path.join(root, 'steps', 'fragile.step.ts'), fragile(true))
  await until(dev.stdout, (text) => text.includes('reloaded in'))
  expect(await json('dlq', 'redrive', 'fragile')).toMatchObject({ step: 'fragile', status: expect.any(String) })
  await letters(0)
  await until(
    () => motia('logs', 'fragile', '--filter', 'held'),
    ({ stdout }) => stdout.match(/held/g)?.length === 3,
  )

  await post('nobody')
  await letters(1)
  expect(await motia('dlq', 'purge', 'fragile')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('add --yes'),
  })
  expect(await json('dlq', 'purge', 'fragile', '--yes')).toEqual({ step: 'fragile', purged: true })
  await letters(0)
})

test('a function is invoked', async () => {
  const event = {
    version: '2.0',
    rawPath: '/poke',
    headers: {},
    body: '{"by":"me"}',
    requestContext: { http: { method: 'POST', path: '/poke' } },
  }
  const answer = await json<{ status: number; payload: { statusCode: number } }>(
    'invoke',
    'poke',
    '--data',
    JSON.stringify(event),
  )
  expect(answer).toMatchObject({ status: 200, error: null, payload: { statusCode: 200 } })
  expect(await motia('invoke', 'other')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no Step "other" in the stack; there are fragile, poke'),
  })
})

test('the app that is meant is found from within its folders, or named', async () => {
  const within = start(['dlq', 'list', '--local'], path.join(root, 'steps'))
  expect((await within.ended).stderr).toContain(`on the emulator of ${root}`)
  const elsewhere = temporaryFolder('motia-aws-ops-')
  const named = start(['dlq', 'list', '--local', '--project', root], elsewhere)
  expect(await named.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('fragile') })
})

test.each([
  ['nothing runs', ['--local'], /^no `motia-aws dev` runs for .*: start it, or name its folder with --project\n$/],
  ['two targets', ['--local', '--endpoint', 'http://127.0.0.1:1'], /^--local is a target of its own/],
  ['no target', ['--project', '.'], /^--project names the folder of a `motia-aws dev`: add --local/],
])('what cannot be meant is one clear error: %s', async (_, args, message) => {
  const { code, stdout, stderr } = await start(['dlq', 'list', ...args], temporaryFolder('motia-aws-ops-')).ended
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) })
})

test('one level below, it is named', async () => {
  const { stderr } = await start(['dlq', 'list', '--local'], work).ended
  expect(stderr).toContain(`--project ${path.basename(root)}`)
})

test('a run that has ended is none, whether it could say so or not', async () => {
  const file = path.join(root, '.motia', 'dev.json')
  const told = readFileSync(file, 'utf8')
  dev.process.kill('SIGINT')
  expect(await dev.ended).toMatchObject({ code: 0, stderr: '' })
  expect(existsSync(file)).toBe(false)
  writeFileSync(file, told)
  expect(await motia('dlq', 'list')).toMatchObject({ code: 1, stderr: expect.stringContaining('start it') })
})
