import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readProject } from '../steps/index.ts'
import { bundle } from './index.ts'

const repository = join(import.meta.dirname, '..', '..')

let outdir: string
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'motia-examples-'))
})
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

it.each([
  'steps-example',
  'test/projects/core',
  'test/projects/motia-0x',
  'test/projects/config-forms',
  // Its packages are named nowhere, which is fine where they are installed.
  'test/projects/python',
])('every Step of %s is bundled', async (folder) => {
  const project = await readProject(join(repository, folder))
  const { assets, findings } = await bundle(project, { outdir, dev: folder.endsWith('python') })
  expect(findings).toEqual([])
  const running = project.steps.filter(({ triggers }) => triggers.some(({ type }) => type !== 'noop'))
  expect(assets.map(({ step }) => step)).toEqual(running.map(({ name }) => name))
})

it('the example’s Steps are the same assets in core, where they import from @motiadev/core and from motia', async () => {
  const hashes = async (folder: string) => {
    const { assets } = await bundle(await readProject(join(repository, folder)), { outdir, dev: true })
    return Object.fromEntries(assets.map(({ step, hash }) => [step, hash]))
  }
  const copies = await hashes('test/projects/core')
  expect(Object.keys(copies)).toHaveLength(7)
  expect(await hashes('steps-example')).toMatchObject(copies)
})
