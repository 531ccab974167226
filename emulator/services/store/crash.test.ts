import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { manualClock, startServices } from '../index.ts'

const KILLS = 3

/** Runs the fixture until it has acknowledged `count` ids, then kills it as the kernel would. */
async function killAfter(directory: string, count: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'crash.fixture.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ids: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    ids.push(line)
    if (ids.length === count) child.kill('SIGKILL')
  }
  return ids
}

test('what was acknowledged survives kill -9', { timeout: 60_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'motia-crash-'))
  try {
    const acknowledged: string[] = []
    for (let kill = 0; kill < KILLS; kill++) acknowledged.push(...(await killAfter(directory, 20 + kill * 37)))
    const services = await startServices({ clock: manualClock(Date.now()), directory })
    const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`
    const bodies = (name: string) =>
      services.sqs.peek(arn(name), { offset: 0, limit: 1_000_000 }).map(({ body }) => body)
    const { Items } = (await services.dynamodb.call('Scan', { TableName: 'state' })) as {
      Items: { key: { S: string } }[]
    }
    const stored = [new Set(bodies('orders')), new Set(bodies('orders.fifo')), new Set(Items.map(({ key }) => key.S))]
    await services.stop()
    expect(acknowledged.length).toBeGreaterThan(100)
    for (const ids of stored) expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

test('what was in flight when the process died can be received at once', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'motia-restart-'))
  try {
    const before = await startServices({ clock: manualClock(), directory })
    const { arn } = before.sqs.putQueue('q', { VisibilityTimeout: '43200' })
    before.sqs.send(arn, { body: 'x' })
    before.sqs.receive(arn, { max: 1 })
    await before.stop()
    const after = await startServices({ clock: manualClock(), directory })
    expect(after.sqs.receive(arn, { max: 1 })).toMatchObject([
      { body: 'x', attributes: { ApproximateReceiveCount: '2' } },
    ])
    await after.stop()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

test('a folder serves one emulator at a time', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'motia-lock-'))
  const first = await startServices({ clock: manualClock(), directory })
  try {
    await expect(startServices({ clock: manualClock(), directory })).rejects.toThrow(/in use by another emulator/)
    const port = Number(new URL(first.context.endpoint()).port)
    await expect(startServices({ clock: manualClock(), port })).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`)
  } finally {
    await first.stop()
    rmSync(directory, { recursive: true, force: true })
  }
})
