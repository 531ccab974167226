/** Streams of a Motia 0.x project: a client is told what Steps in both languages do. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Deployment, type Endpoint, targets } from './targets.ts'

const root = path.resolve(import.meta.dirname, '..')
const chosen = targets.filter(({ name }) => process.env['MOTIA_TARGETS']?.split(',').includes(name))

const infra = `import { App, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'
const stack = new Stack(new App(), 'Shop')
new StepsApp(stack, 'App', { entry: import.meta.dirname, removalPolicy: RemovalPolicy.DESTROY })
`

describe.each(chosen)('streams on $name', (target) => {
  const project = path.join(import.meta.dirname, '.work', `streams-${target.name.toLowerCase()}`)
  let endpoint: Endpoint
  let app: Deployment | undefined

  beforeAll(async () => {
    await rm(project, { recursive: true, force: true })
    await mkdir(project, { recursive: true })
    await cp(path.join(root, 'test', 'projects', 'streams'), project, {
      recursive: true,
      // Without a package.json of its own, `motia-aws` is this repository's source.
      filter: (file) => !/(\.motia|cdk\.out|__pycache__|package\.json)$/.test(file),
    })
    await writeFile(path.join(project, 'infra.ts'), infra)
    const command = 'node --conditions=motia-aws:source infra.ts'
    await writeFile(path.join(project, 'cdk.json'), JSON.stringify({ app: command }))
    endpoint = await target.start()
    app = await endpoint.deploy(project)
  })

  afterAll(async () => {
    try {
      if (app) await endpoint.destroy(project)
    } finally {
      await endpoint?.stop()
      await rm(project, { recursive: true, force: true })
    }
  })

  test('a group is joined, and each change of it is told', async (context) => {
    if (!app?.streamsUrl || !app.apiUrl) return context.skip(`${target.name} has no WebSocket API`)
    const events: { type: string; data?: unknown }[] = []
    const socket = new WebSocket(app.streamsUrl)
    socket.addEventListener('message', (message) => events.push(JSON.parse(String(message.data)).event))
    socket.addEventListener('open', () => {
      const data = { streamName: 'progress', groupId: 'jobs', subscriptionId: '1' }
      socket.send(JSON.stringify({ type: 'join', data }))
    })
    try {
      await told(events, ['sync'])
      const answer = await fetch(`${app.apiUrl}/jobs/one`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ owner: 'ada' }),
      })
      expect(answer.status).toBe(202)
      await told(events, ['sync', 'create', 'update', 'event', 'delete'])
      expect(events[1]?.data).toEqual({ id: 'one', percent: 0, note: 'started' })
    } finally {
      socket.close()
    }
  })

  test('who may not join a group is refused', async (context) => {
    if (!app?.streamsUrl) return context.skip(`${target.name} has no WebSocket API`)
    const socket = new WebSocket(`${app.streamsUrl}?token=token-of-bob`)
    const events: { type: string; event?: { type: string } }[] = []
    socket.addEventListener('message', (message) => events.push(JSON.parse(String(message.data)).event))
    socket.addEventListener('open', () => {
      const data = { streamName: 'inbox', groupId: 'ada', subscriptionId: '1' }
      socket.send(JSON.stringify({ type: 'join', data }))
    })
    try {
      await told(events, ['event'])
      expect(events[0]?.event?.type).toBe('error')
    } finally {
      socket.close()
    }
  })
})

async function told(events: readonly { type: string }[], types: readonly string[]): Promise<void> {
  await vi.waitFor(() => expect(events.map(({ type }) => type)).toEqual(types), { timeout: 60_000, interval: 50 })
}
