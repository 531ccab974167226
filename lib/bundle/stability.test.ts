import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBundlerWith } from './bundler.ts'
import { type Fixture, filesOf, fixture, invoke, standInRuntime } from './fixture.ts'
import type { BundleOptions, StepAsset } from './model.ts'

const COUNT = 50
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'motia-runtime-')))
const runtime = standInRuntime(folder)

/** Steps that share packages and project files in many combinations. */
function source(index: number, extra = ''): string {
  const lines = [`import { shared } from '../shared'`]
  if (index % 2 === 0) lines.push(`import { z } from 'zod'`)
  if (index % 3 === 0) lines.push(`import { a } from 'pair'`)
  if (index % 5 === 0) lines.push(`import { parse } from 'graphql'`)
  const uses = [index % 2 === 0 && 'z.object({})', index % 3 === 0 && 'a', index % 5 === 0 && 'parse("{a}")']
  return `${lines.join('\n')}\n${extra}\nexport const handler = async () => [shared, ${uses.filter(Boolean).join(', ')}].length + ${index}`
}

let project: Fixture
beforeAll(() => {
  const steps = Array.from({ length: COUNT }, (_, index) => [`steps/s${index}.step.ts`, source(index)])
  project = fixture(
    {
      ...Object.fromEntries(steps),
      'shared.ts': `import { nested } from './nested'; export const shared = nested; export const unused = 'before'`,
      'nested.ts': 'export const nested = 1',
      'node_modules/pair/package.json': '{ "type": "module", "main": "index.js", "sideEffects": false }',
      'node_modules/pair/index.js': `export * from './a.js'; export * from './b.js'`,
      'node_modules/pair/a.js': `import { base } from './base.js'; export const a = 'a' + base`,
      'node_modules/pair/b.js': `import { base } from './base.js'; export const b = 'b' + base`,
      'node_modules/pair/base.js': `export const base = 'base'`,
    },
    { installed: ['zod', 'graphql'] },
  )
})
afterAll(() => {
  project.remove()
  rmSync(folder, { recursive: true, force: true })
})

const bundled = async (options: Partial<BundleOptions> = {}): Promise<readonly StepAsset[]> => {
  const bundler = createBundlerWith(project.project, { outdir: project.outdir, ...options }, runtime)
  const { assets, findings } = await bundler.bundle()
  expect(findings).toEqual([])
  return assets
}

const changedSteps = (before: readonly StepAsset[], after: readonly StepAsset[]) =>
  after.filter(({ hash }, index) => hash !== before[index]!.hash).map(({ step }) => step)

describe('an edit of one Step changes no other asset', () => {
  const edits: readonly (readonly [string, string])[] = [
    ['its body', 'export const kept = 1'],
    ['an import of a package that others use', `import { parse as p } from 'graphql'; export const kept = p`],
    ['an export of a package that nobody used', `import { b } from 'pair'; export const kept = b`],
    ['an import() of a package that others import', `export const later = () => import('pair')`],
    ['a package used whole', `import * as all from 'zod'; export const kept = all`],
    ['an export of a project file that nobody used', `import { unused } from '../shared'; export const kept = unused`],
    ['a project file reached another way', `import { nested } from '../nested'; export const kept = nested`],
  ]
  it.each(edits)('%s', async (_, extra) => {
    const before = await bundled()
    project.write({ 'steps/s7.step.ts': source(7, extra) })
    const after = await bundled()
    project.write({ 'steps/s7.step.ts': source(7) })
    expect(changedSteps(before, after)).toEqual(['s7'])
    expect(changedSteps(before, await bundled())).toEqual([])
    expect(await invoke(after[7]!)).toBe(8)
  })

  it('nor does a new Step, or one that goes', async () => {
    const before = await bundled()
    const fewer = { ...project.project, steps: project.project.steps.slice(1) }
    const { assets } = await createBundlerWith(fewer, { outdir: project.outdir }, runtime).bundle()
    expect(assets.map(({ hash }) => hash)).toEqual(before.slice(1).map(({ hash }) => hash))
  })
})

describe('assets', () => {
  it('are the same from another folder, without a store, and in one call for one Step', async () => {
    const before = await bundled()
    const elsewhere = await bundled({ outdir: join(project.root, 'elsewhere') })
    expect(elsewhere.map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash))
    const alone = { ...project.project, steps: project.project.steps.slice(30, 31) }
    const { assets } = await createBundlerWith(alone, { outdir: join(project.root, 'alone') }, runtime).bundle()
    expect(assets[0]!.hash).toBe(before[30]!.hash)
  })

  it('hold nothing that the Step does not reach', async () => {
    const assets = await bundled()
    const packages = (asset: StepAsset) => filesOf(asset).filter((path) => path.startsWith('package'))
    expect(packages(assets[1]!)).toEqual([])
    expect(packages(assets[2]!)).toEqual([expect.stringMatching(/^package-zod-/)])
    expect(assets[1]!.size).toBeLessThan(10_000)
  })
})
