import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, filesOf, fixture } from '../fixture.ts'
import { bundle } from '../index.ts'
import { removeUnused, use } from './age.ts'

const made: Fixture[] = []
afterAll(() => {
  for (const one of made) one.remove()
})

const source = (answer: number) => `import { z } from 'zod'\nexport const handler = () => [z.string(), ${answer}]`
let project: Fixture
beforeEach(() => {
  project = fixture({ 'steps/one.step.ts': source(1), 'steps/two.step.ts': source(2) }, { installed: ['zod'] })
  made.push(project)
})

const run = () => bundle(project.project, { outdir: project.outdir })
const store = () => join(project.outdir, '.store')
const names = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith('.'))

/** Makes all look as if no run had used it for so many days. */
function age(folder: string, days: number): void {
  const then = Date.now() / 1000 - days * 86_400 - 60
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), then, then)
}

describe('what is kept from run to run', () => {
  it('goes when it is long unused, and stays when this run uses it', async () => {
    const before = await run()
    const kept = readdirSync(store()).sort()
    project.write({ 'steps/two.step.ts': source(3) })
    age(project.outdir, 1)
    age(store(), 29)
    mkdirSync(join(store(), 'of-an-older-version'))
    mkdirSync(join(project.outdir, '.installing-1'))
    utimesSync(join(store(), 'of-an-older-version'), 0, 0)
    utimesSync(join(project.outdir, '.installing-1'), 0, 0)
    const { assets } = await run()
    expect(names(project.outdir).map((name) => join(project.outdir, name))).toEqual(
      assets.map(({ directory }) => directory).sort(),
    )
    expect(assets[0]).toEqual(before.assets[0])
    expect(assets[1]).not.toEqual(before.assets[1])
    expect(readdirSync(store()).sort()).toEqual(kept)
    expect(readdirSync(project.outdir).filter((name) => name.startsWith('.'))).toEqual(['.store'])
  })

  it('stays whole for two runs at once that find it old', async () => {
    await run()
    for (let round = 0; round < 5; round++) {
      age(project.outdir, 2)
      age(store(), 31)
      for (const { assets } of await Promise.all([run(), run()]))
        for (const asset of assets) expect(filesOf(asset)).toContain('index.mjs')
      expect(names(project.outdir)).toHaveLength(2)
    }
  })
})

it('nothing is marked that is not there, and nothing removed from a folder that is not', () => {
  expect(use(join(project.outdir, 'absent'))).toBe(false)
  removeUnused(join(project.outdir, 'absent'), 1)
  writeFileSync(join(project.root, 'young'), '')
  removeUnused(project.root, 1)
  expect(existsSync(join(project.root, 'young'))).toBe(true)
})
