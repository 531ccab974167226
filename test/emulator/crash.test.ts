import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary.ts'
import { shop } from './crash/shop.ts'

const folder = temporaryFolder('motia-aws-crash-')
const files = { payment: join(folder, 'payment'), receipt: join(folder, 'receipt') }
const orders = 500
const kills = 10
let server: ChildProcess

afterAll(() => server?.kill('SIGKILL'))

const answerOf = <T>(child: ChildProcess) =>
  new Promise<T>((resolve) => child.once('message', (answer) => resolve(answer as T)))
const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()))
const lines = (file: string) =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' ') as [string, string])
    : []
const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('loses no acknowledged order to ten kills, and leaves no process behind', { timeout: 180_000 }, async () => {
  const assembly = shop(files)
  const acknowledged = new Set<string>()
  const unsent = Array.from({ length: orders }, (_, n) => `order-${n}`)

  for (let round = 0; round <= kills; round++) {
    server = fork(join(import.meta.dirname, 'crash/server.ts'), [assembly, folder], { execArgv: [] })
    const { url } = await answerOf<{ url: string }>(server)
    // Killed while some tens of orders are on their way; the last run finishes them.
    const until = round === kills ? orders : acknowledged.size + 5 + Math.floor(Math.random() * 40)
    const running = server
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let order = unsent.shift(); order !== undefined; order = unsent.shift()) {
          const answer = await fetch(`${url}/orders`, { method: 'POST', body: order }).then(
            (response) => response.text(),
            () => 'killed',
          )
          if (answer === 'accepted') acknowledged.add(order)
          else unsent.push(order)
          if (acknowledged.size >= until && round < kills) running.kill('SIGKILL')
          if (running.signalCode !== null || running.killed) return
        }
      }),
    )
    if (round < kills) {
      if (!running.killed) running.kill('SIGKILL')
      if (running.signalCode === null) await ended(running)
    }
  }
  expect(acknowledged.size).toBe(orders)

  const drained = answerOf(server)
  server.send('drain')
  expect(await drained).toEqual({ waiting: 0, dead: 0 })
  for (const file of Object.values(files)) {
    const reached = new Set(lines(file).map(([order]) => order))
    expect([...acknowledged].filter((order) => !reached.has(order))).toEqual([])
  }

  server.send('stop')
  await ended(server)
  const pids = new Set(Object.values(files).flatMap((file) => lines(file).map(([, pid]) => Number(pid))))
  expect(pids.size).toBeGreaterThan(2)
  await expect.poll(() => [...pids].filter(alive), { timeout: 10_000 }).toEqual([])
})
