import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handedOver, loadSteps } from './load.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'motia-load-'))
})

afterEach(() => {
  delete process.env['MOTIA_PREPARED']
  rmSync(root, { recursive: true, force: true })
})

describe('handedOver', () => {
  test('is what the dev loop made of this project', () => {
    const prepared = { project: { root, steps: [], streams: [], findings: [] }, assets: [] }
    process.env['MOTIA_PREPARED'] = join(root, 'prepared.json')
    writeFileSync(join(root, 'prepared.json'), JSON.stringify(prepared))
    expect(handedOver(root)).toEqual(prepared)
    expect(handedOver(tmpdir())).toBeUndefined()
  })

  test('is waited for while the dev loop lives', async () => {
    const prepared = { project: { root, steps: [], streams: [], findings: [] }, assets: [] }
    const file = join(root, 'prepared.json')
    process.env['MOTIA_PREPARED'] = file
    writeFileSync(file, JSON.stringify({ awaited: process.pid }))
    // In a process of its own, for this one is held up by the waiting.
    const script = `import { renameSync, writeFileSync } from 'node:fs'
      writeFileSync(${JSON.stringify(`${file}.new`)}, ${JSON.stringify(JSON.stringify(prepared))})
      renameSync(${JSON.stringify(`${file}.new`)}, ${JSON.stringify(file)})`
    const writer = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' })
    expect(handedOver(root)).toEqual(prepared)
    await once(writer, 'exit')
  })

  test('is refused when the dev loop has none, or has ended', () => {
    const file = join(root, 'prepared.json')
    process.env['MOTIA_PREPARED'] = file
    expect(() => handedOver(root)).toThrow('the local run has no Steps to synthesize')
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(file, JSON.stringify({ awaited: pid }))
    expect(() => handedOver(root)).toThrow(`the local run (process ${pid}) has ended`)
  })

  test('is nothing without a dev loop', () => {
    expect(handedOver(root)).toBeUndefined()
  })
})

describe('loadSteps', () => {
  test('waits for a child process', () => {
    expect(loadSteps({ entry: root })).toEqual({ project: { root, steps: [], streams: [], findings: [] }, assets: [] })
  })

  test('tells what went wrong in it', () => {
    expect(() => loadSteps({ entry: root, folders: [7 as never] })).toThrow(`the Steps of ${root} could not be read:\n`)
  })
})
