/**
 * `npm run bench -- local [requests]`: the emulator's speed beside serverless-offline's, on this machine, in one run.
 * Each Step runs in a process of its own.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Extent } from './extent.ts'
import { load, percentile } from './local/load.ts'
import { synthesize } from './local/project.ts'
import { installPackages } from './peers/install.ts'

const peer = join(import.meta.dirname, 'peers/local')

export async function run(extent: Extent['local'], [requests = extent.requests]: readonly number[]): Promise<void> {
  console.log(`load of the machine before: ${loadavg()[0]!.toFixed(2)}`)
  const folder = mkdtempSync(join(tmpdir(), 'bench-local-'))
  try {
    await measureEmulator({ ...extent, requests }, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
  await measurePeer(requests)
}

async function measureEmulator({ requests, single, counts }: Extent['local'], folder: string): Promise<void> {
  const [first = 0, ...others] = counts
  const small = synthesize(first, folder)

  const { server, url, seconds } = await start(small)
  console.log(`start to first answer, ${first} Steps: ${seconds.toFixed(2)} s`)
  await measure('hello', `${url}/hello`, requests)
  await measure('POST + state + emit', `${url}/orders`, Math.ceil(requests / 5), '{"amount":12}')
  const emits = await ask<number[]>(server, 'latencies')
  console.log(`emit to handler under that load: p50 ${percentile(emits, 0.5).toFixed(1)} ms`)
  console.log(
    `memory: emulator ${memory(server.pid!).toFixed(0)} MB, its functions ${childMemory(server.pid!).toFixed(0)} MB`,
  )
  await stop(server)

  const quiet = await start(small)
  for (let n = 0; n < single; n++) {
    await load(`${quiet.url}/orders`, { connections: 1, requests: 1, body: '{"amount":12}' })
    await ask(quiet.server, 'latencies')
  }
  const alone = await ask<number[]>(quiet.server, 'latencies')
  console.log(
    `emit to handler, one at a time: p50 ${percentile(alone, 0.5).toFixed(1)} ms, p99 ${percentile(alone, 0.99).toFixed(1)} ms`,
  )
  await stop(quiet.server)

  for (const count of others) {
    const many = await start(synthesize(count, folder))
    console.log(`start to first answer, ${count} Steps: ${many.seconds.toFixed(2)} s`)
    await stop(many.server)
  }
}

async function measure(name: string, url: string, requests: number, body?: string): Promise<void> {
  await load(url, { connections: 10, requests: Math.ceil(requests / 5), ...(body && { body }) })
  const one = await load(url, { connections: 1, requests: Math.ceil(requests / 4), ...(body && { body }) })
  const ten = await load(url, { connections: 10, requests, ...(body && { body }) })
  const times = ({ latencies }: { latencies: readonly number[] }) =>
    `p50 ${percentile(latencies, 0.5).toFixed(2)} ms, p99 ${percentile(latencies, 0.99).toFixed(2)} ms`
  console.log(`${name}, 1 connection:   ${(one.latencies.length / one.seconds).toFixed(0)} requests/s, ${times(one)}`)
  console.log(`${name}, 10 connections: ${(ten.latencies.length / ten.seconds).toFixed(0)} requests/s, ${times(ten)}`)
}

async function start(assembly: string): Promise<{ server: ChildProcess; url: string; seconds: number }> {
  const begun = performance.now()
  const server = fork(join(import.meta.dirname, 'local/server.ts'), [assembly])
  const { url } = await message<{ url: string }>(server)
  await load(`${url}/hello`, { connections: 1, requests: 1 })
  return { server, url, seconds: (performance.now() - begun) / 1000 }
}

async function measurePeer(requests: number): Promise<void> {
  installPackages(peer)
  const port = 41_000 + (process.pid % 1000)
  const begun = performance.now()
  const server = spawn(
    process.execPath,
    [
      'node_modules/serverless/bin/serverless.js',
      'offline',
      '--httpPort',
      String(port),
      '--lambdaPort',
      String(port + 1000),
    ],
    {
      cwd: peer,
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
    },
  )
  try {
    const url = `http://127.0.0.1:${port}/hello`
    for (;;) {
      if (server.exitCode !== null) throw new Error(`serverless-offline ended with ${server.exitCode}`)
      const answered = await load(url, { connections: 1, requests: 1 }).catch(() => undefined)
      if (answered) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    console.log(
      `serverless-offline: start to first answer, 1 function: ${((performance.now() - begun) / 1000).toFixed(2)} s`,
    )
    await measure('serverless-offline: hello', url, requests)
  } finally {
    process.kill(-server.pid!, 'SIGKILL')
  }
}

function message<T>(server: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the emulator ended with ${code}`))
    server.once('exit', ended)
    server.once('message', (answer) => {
      server.off('exit', ended)
      resolve(answer as T)
    })
  })
}

function ask<T>(server: ChildProcess, question: string): Promise<T> {
  const answer = message<T>(server)
  server.send(question)
  return answer
}

async function stop(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.disconnect()
  await ended
}

/** Resident MB; Linux only. */
function memory(pid: number): number {
  const pages = existsSync(`/proc/${pid}/statm`)
    ? Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1])
    : Number.NaN
  return (pages * 4096) / 1e6
}

function childMemory(parent: number): number {
  if (!existsSync('/proc')) return Number.NaN
  const children = readdirSync('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      existsSync(`/proc/${pid}/stat`) &&
      readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[1] === String(parent),
  )
  return children.reduce((sum, pid) => sum + memory(Number(pid)), 0)
}
