import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createBundlerWith } from './bundler.ts'
import { type Fixture, fixture, invoke, standInRuntime } from './fixture.ts'
import type { BundleOptions } from './model.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'motia-runtime-')))
const runtime = standInRuntime(folder)
const made: Fixture[] = []
afterAll(() => {
  for (const one of made) one.remove()
  rmSync(folder, { recursive: true, force: true })
})

const cases: readonly {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly installed?: readonly string[]
  readonly answer: unknown
  readonly event?: unknown
}[] = [
  {
    name: 'named and default imports of a CommonJS package from a project without "type"',
    files: {
      'a.step.ts': `import all, { one } from 'both'; import * as space from 'both'
        export const handler = async () => [all, one, space.one]`,
      'node_modules/both/index.js': 'exports.__esModule = true; exports.default = "d"; exports.one = 1',
    },
    answer: ['d', 1, 1],
  },
  {
    name: 'the same from a project of ES modules, where the default import is module.exports',
    files: {
      'package.json': '{ "type": "module" }',
      'node_modules/both/package.json': '{}',
      'a.step.ts': `import all, { one } from 'both'; export const handler = async () => [all.default, one]`,
      'node_modules/both/index.js': 'exports.__esModule = true; exports.default = "d"; exports.one = 1',
    },
    answer: ['d', 1],
  },
  {
    name: 'names that a CommonJS package makes at run time',
    files: {
      'a.step.ts': `import { made } from 'maker'; const again = require('maker')
        export const handler = async () => made === again.made && made`,
      'node_modules/maker/index.js': 'for (const name of ["made"]) exports[name] = name',
    },
    answer: 'made',
  },
  {
    name: 'a namespace that is passed on whole',
    files: {
      'a.step.ts': `import * as all from 'esm'; export const handler = async () => Object.keys(all).sort()`,
      'node_modules/esm/package.json': '{ "type": "module", "main": "index.js" }',
      'node_modules/esm/index.js': 'export const a = 1; export const b = 2; export default 3',
    },
    answer: ['a', 'b', 'default'],
  },
  {
    name: 'import() of packages, ES module and CommonJS',
    files: {
      'a.step.ts': `export const handler = async () => {
          const [esm, cjs] = await Promise.all([import('esm'), import('cjs')])
          return [esm.a, cjs.default.b, cjs.b]
        }`,
      'node_modules/esm/package.json': '{ "type": "module", "main": "index.js" }',
      'node_modules/esm/index.js': 'export const a = 1',
      'node_modules/cjs/index.js': 'exports.b = 2',
    },
    answer: [1, 2, 2],
  },
  {
    name: '"imports" of package.json, for project files and packages',
    files: {
      'package.json': '{ "imports": { "#name": "./src/name.ts", "#dep": "dep" } }',
      'a.step.ts': `import { name } from '#name'; import { dep } from '#dep'; export const handler = async () => [name, dep]`,
      'src/name.ts': `export const name = 'inner'`,
      'node_modules/dep/index.js': 'exports.dep = true',
    },
    answer: ['inner', true],
  },
  {
    name: 'export default { config, handler }',
    files: { 'a.step.ts': `export default { config: {}, handler: async (event: number) => event + 1 }` },
    event: 1,
    answer: 2,
  },
  {
    name: 'two versions of one package',
    files: {
      'steps/a.step.ts': `import { v } from 'dep'; import { v as inner } from '../other/inner'; export const handler = async () => [v, inner]`,
      'other/inner.ts': `export { v } from 'dep'`,
      'node_modules/dep/index.js': 'exports.v = 1',
      'other/node_modules/dep/index.js': 'exports.v = 2',
    },
    answer: [1, 2],
  },
  {
    name: 'packages imported for their effect, in order',
    files: {
      'a.step.ts': `import 'z-first'; import { seen } from 'a-second'; export const handler = async () => seen`,
      'node_modules/z-first/index.js': 'globalThis.first = true',
      'node_modules/a-second/index.js': 'exports.seen = globalThis.first === true',
    },
    answer: true,
  },
  {
    name: 'a Step that declares require itself',
    files: {
      'a.step.mts': `import { createRequire } from 'node:module'
        const require = createRequire(import.meta.url)
        export const handler = async () => require('node:path').basename('/a/b')`,
    },
    answer: 'b',
  },
  {
    name: 'zod, of which only what is used is bundled',
    installed: ['zod'],
    files: {
      'a.step.ts': `import { z } from 'zod'; import { schema } from './schema'
        export const handler = async (event: unknown) => [z.object({ n: z.number() }).safeParse(event).success, schema.parse('s')]`,
      'schema.ts': `import * as z from 'zod'; export const schema = z.string()`,
    },
    event: { n: 1 },
    answer: [true, 's'],
  },
  {
    name: 'defineStep from each of the three names, one run time',
    files: {
      'a.step.ts': `import { defineStep, calls } from 'motia-aws'; import { calls as same } from '@motiadev/core'
        import { calls as again } from 'motia'
        export default defineStep({ handler: async (_: unknown, ctx: any) => calls === same && calls === again && calls === ctx.calls })`,
    },
    answer: true,
  },
]

const check = async (
  { files, installed = [], event, answer }: (typeof cases)[number],
  options: Partial<BundleOptions>,
) => {
  const { project, outdir } = keep(fixture(files, { installed }))
  const { assets, findings } = await createBundlerWith(project, { outdir, ...options }, runtime).bundle()
  expect(findings).toEqual([])
  expect(await invoke(assets[0]!, event)).toEqual(answer)
}

describe('shipped', () => {
  it.each(cases)('$name', (one) => check(one, {}))
})

describe('in dev, with packages where they are installed', () => {
  it.each(cases)('$name', (one) => check(one, { dev: true }))
})

describe('minified with source maps', () => {
  const some = cases.filter(({ name }) => /require|import\(\)|zod/.test(name))
  it.each(some)('$name', (one) => check(one, { minify: true, sourceMaps: true }))
})

function keep(one: Fixture): Fixture {
  made.push(one)
  return one
}
