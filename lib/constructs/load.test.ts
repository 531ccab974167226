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
    const prepared = { project: { root, steps: [], findings: [] }, assets: [] }
    process.env['MOTIA_PREPARED'] = join(root, 'prepared.json')
    writeFileSync(join(root, 'prepared.json'), JSON.stringify(prepared))
    expect(handedOver(root)).toEqual(prepared)
    expect(handedOver(tmpdir())).toBeUndefined()
  })

  test('is nothing without a dev loop', () => {
    expect(handedOver(root)).toBeUndefined()
  })
})

describe('loadSteps', () => {
  test('waits for a child process', () => {
    expect(loadSteps({ entry: root })).toEqual({ project: { root, steps: [], findings: [] }, assets: [] })
  })

  test('tells what went wrong in it', () => {
    expect(() => loadSteps({ entry: root, folders: [7 as never] })).toThrow(`the Steps of ${root} could not be read:\n`)
  })
})
