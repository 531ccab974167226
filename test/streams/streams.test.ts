/** Streams of an unmodified Motia 0.x project, with the public client on the emulator. */
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type TestApp } from '../../cli/testing.ts'
import { loadClient, type StreamClient } from './client.ts'

let app: TestApp
let Stream: new (address: string) => StreamClient
const clients: StreamClient[] = []

beforeAll(async () => {
  Stream = await loadClient()
  app = await startApp(path.join(import.meta.dirname, '..', 'projects', 'streams'))
}, 60_000)

afterAll(async () => {
  for (const client of clients) client.close()
  await app.stop()
})

/** At the API's own port, as with Motia 0.x. */
function connect(query = ''): StreamClient {
  const client = new Stream(app.apiUrl!.replace('http:', 'ws:') + query)
  clients.push(client)
  return client
}

async function start(id: string, owner = 'ada'): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return await fetch(`${app.apiUrl}/jobs/${id}`, { method: 'POST', headers, body: JSON.stringify({ owner }) })
}

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 10_000, interval: 10 })

test('what Steps in both languages do to a stream reaches who joined its group or its item', async () => {
  const client = connect()
  const group = client.subscribeGroup('progress', 'jobs')
  const item = client.subscribeItem('progress', 'jobs', 'one')
  const seen: unknown[] = []
  const items: unknown[] = []
  const cheers: unknown[] = []
  group.addChangeListener((state) => seen.push(state.map(({ id, percent }) => `${id} ${percent}`).join()))
  // Who joins while the item is made may be told of it twice, by the answer to the join and by the change.
  item.addChangeListener((state) => {
    const percent = state?.['percent'] ?? null
    if (items.at(-1) !== percent) items.push(percent)
  })
  group.onEvent('cheer', (data) => cheers.push(data))
  // The answer to a join: an empty group.
  await until(() => expect(seen).toEqual(['']))

  const response = await start('one')
  expect(response.status).toBe(202)
  expect(await response.json()).toEqual({ percent: 0, note: 'started', id: 'one' })
  await until(() => expect(seen).toEqual(['', 'one 0', 'one 50', '']))
  await until(() => expect(items).toEqual([0, 50, null]))
  expect(cheers).toEqual([{ id: 'one' }])
}, 30_000)

test('who comes later gets what is there', async () => {
  await start('two', 'bob')
  await app.idle()
  const inbox = connect('/?token=token-of-bob').subscribeGroup('inbox', 'bob')
  await until(() => expect(inbox.getState()).toEqual([{ id: 'two', text: 'job two is done' }]))
}, 30_000)

test('a trace shows what both languages do to streams as such', async () => {
  await start('traced', 'cid')
  await app.idle()
  const trace = app.traces({ limit: 100 }).find(({ entry }) => entry === 'POST /jobs/traced')
  const calls = trace?.spans.filter(({ kind }) => kind === 'stream').map(({ step, name }) => `${step} ${name}`)
  expect(calls).toEqual([
    'Start stream.set',
    'Work stream.set',
    'Work stream.send',
    'Finish stream.set',
    'Finish stream.delete',
  ])
}, 30_000)

test('canAccess keeps others out, and a token that nobody has is refused', async () => {
  await start('three', 'bob')
  await app.idle()
  const ada = connect('/?token=token-of-ada')
  const own = ada.subscribeGroup('inbox', 'ada')
  const other = ada.subscribeGroup('inbox', 'bob')
  const refused: unknown[] = []
  other.onEvent('error', (data) => refused.push(data))
  await until(() => expect(refused).toHaveLength(1))
  await until(() => expect(own.getState().map(({ id }) => id)).toEqual(['one']))
  expect(other.getState()).toEqual([])

  const socket = new WebSocket(`${app.apiUrl!.replace('http:', 'ws:')}/?token=stolen`)
  const outcome = await new Promise((resolve) => {
    socket.addEventListener('open', () => resolve('open'))
    socket.addEventListener('error', () => resolve('refused'))
  })
  expect(outcome).toBe('refused')
}, 30_000)

test('a Step reads a group, and who left hears no more', async () => {
  const client = connect()
  const group = client.subscribeGroup('progress', 'jobs')
  const heard: unknown[] = []
  await start('four')
  await app.idle()
  group.addChangeListener((state) => heard.push(state))
  group.close()
  await start('five')
  await app.idle()
  expect(heard).toEqual([])
  const jobs = await fetch(`${app.apiUrl}/jobs`)
  expect(await jobs.json()).toEqual([])
}, 30_000)
