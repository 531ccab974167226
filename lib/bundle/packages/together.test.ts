import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Project } from '../../steps/model.ts'
import { createBundlerWith } from '../bundler.ts'
import { type Fixture, fixture, invokeEach, standInRuntime } from '../fixture.ts'
import type { BundleOptions, BundleResult } from '../model.ts'

const made: Fixture[] = []
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'motia-runtime-')))
const runtime = standInRuntime(folder)
afterAll(() => {
  for (const one of made) one.remove()
  rmSync(folder, { recursive: true, force: true })
})

const bundle = (project: Project, options: BundleOptions) => createBundlerWith(project, options, runtime).bundle()

const packages = {
  'node_modules/pair/package.json': '{ "type": "module", "main": "index.js" }',
  'node_modules/pair/index.js': `export * from './a.js'; export { b } from './b.js'; export const later = () => import('./c.js')`,
  'node_modules/pair/a.js': `let made = 0; export const a = () => ++made; export const more = () => a() + 1; console.debug('a')`,
  'node_modules/pair/b.js': `import { a } from './a.js'; export const b = () => a() * 2`,
  'node_modules/pair/c.js': `export const c = 3`,
  'node_modules/old/package.json': '{ "main": "index.js" }',
  'node_modules/old/index.js': `exports.one = () => 1; exports.two = () => require('./two.js'); exports.three = 3`,
  'node_modules/old/two.js': `module.exports = 2`,
}

/** Steps that use the same packages, no two the same names of them. */
const uses = {
  zod: ['z.string()', 'z.number()', 'z.object({ a: z.email() })', 'z.union([z.date(), z.bigint()])'].map(
    (schema) => [`import { z } from 'zod'`, `typeof ${schema}.parse`] as const,
  ),
  pair: ['a()', 'more()', 'b()', 'typeof later'].map(
    (call) => [`import { ${/\w+(?=\(|$)/.exec(call)![0]} } from 'pair'`, call] as const,
  ),
  old: ['one()', 'two()', 'three'].map((call) => [`import { ${/^\w+/.exec(call)![0]} } from 'old'`, call] as const),
}

function project(): Fixture {
  const steps = Object.values(uses)
    .flat()
    .map(([line, value], index) => [`steps/s${index}.step.ts`, `${line}\nexport const handler = async () => ${value}`])
  const one = fixture({ ...Object.fromEntries(steps), ...packages }, { installed: ['zod'] })
  made.push(one)
  return one
}

const hashes = ({ assets, findings }: BundleResult) => {
  expect(findings).toEqual([])
  return assets.map(({ step, hash }) => [step, hash])
}

describe('packages that are bundled together', () => {
  it.each<Partial<BundleOptions>>([{}, { minify: true, sourceMaps: true }])(
    'are what they are alone, with %o',
    async (options) => {
      const { project: all, root, outdir } = project()
      const together = await bundle(all, { outdir, ...options })
      const alone = []
      for (const step of all.steps) {
        const outdir = join(root, '.motia', `alone-${step.name}`)
        alone.push(...hashes(await bundle({ ...all, steps: [step] }, { outdir, ...options })))
      }
      expect(hashes(together)).toEqual(alone)
      expect(await invokeEach(together.assets, {})).toEqual([
        ...uses.zod.map(() => 'function'),
        1,
        2,
        2,
        'function',
        1,
        2,
        3,
      ])
    },
  )

  it('are reported for the Step that cannot have them, alone', async () => {
    const one = project()
    one.write({
      'steps/s2.step.ts': `import { z, absent } from 'zod'\nexport const handler = async () => absent(z.any())`,
    })
    one.write({ 'node_modules/old/two.js': 'module.exports = 2 +' })
    const { assets, findings } = await bundle(one.project, { outdir: one.outdir })
    expect(new Set(findings.map(({ location }) => location?.file))).toEqual(
      new Set(['steps/s2.step.ts', 'steps/s8.step.ts', 'steps/s9.step.ts', 'steps/s10.step.ts']),
    )
    expect(assets.map(({ step }) => step)).toEqual(['s0', 's1', 's3', 's4', 's5', 's6', 's7'])
  })
})
