import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { apiResources, functionResources, merge, writeAssembly } from '../../emulator/cloud/fixture.ts'
import { temporaryFolder } from '../temporary.ts'

/** Notes its process and that of a program it starts, then never lets go of the event loop. */
const code = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
export const handler = async () => {
  const child = spawn('sleep', ['600'])
  writeFileSync(process.env.FILE, process.pid + ' ' + child.pid)
  for (;;) {}
}`

let server: ChildProcess
afterEach(() => server?.kill('SIGKILL'))

const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('a blocked handler and what it started end with an emulator that was killed', async () => {
  const folder = temporaryFolder('motia-aws-orphans-')
  const file = join(folder, 'pids')
  const properties = { Timeout: 600, Environment: { Variables: { FILE: file } } }
  const assembly = writeAssembly(
    merge(functionResources('Block', { code, properties }), apiResources({ 'GET /': 'Block' })),
  )
  server = fork(join(import.meta.dirname, 'crash/server.ts'), [assembly, folder], { execArgv: [] })
  const { url } = await new Promise<{ url: string }>((resolve) =>
    server.once('message', (message) => resolve(message as { url: string })),
  )
  const answer = fetch(url).catch(() => 'killed')
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8').split(' ').length, { timeout: 10_000 }).toBe(2)
  const pids = readFileSync(file, 'utf8').split(' ').map(Number)
  expect(pids.map(alive)).toEqual([true, true])
  server.kill('SIGKILL')
  expect(await answer).toBe('killed')
  await expect.poll(() => pids.filter(alive), { timeout: 10_000 }).toEqual([])
})
