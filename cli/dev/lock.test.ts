import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { lockProject } from './lock.ts'

const root = mkdtempSync(path.join(tmpdir(), 'motia-lock-'))
const directory = path.join(root, '.motia')
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('a project is of one run at a time; a killed one gives it back', async () => {
  const holding = `const { lockProject } = await import(${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))})
lockProject(${JSON.stringify(directory)})
process.stdout.write('held')
setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--input-type=module', '--eval', holding], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void other.kill('SIGKILL'))
  await once(other.stdout, 'data')
  expect(() => lockProject(directory)).toThrow(
    `motia-aws dev runs in ${root} already (process ${other.pid}): stop that one first`,
  )
  other.kill('SIGKILL')
  await once(other, 'exit')
  const unlock = lockProject(directory)
  expect(() => lockProject(directory)).toThrow(`process ${process.pid}`)
  unlock()
  lockProject(directory)()
})
