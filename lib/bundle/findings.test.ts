import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createBundlerWith } from './bundler.ts'
import { type Fixture, filesOf, fixture, invoke, standInRuntime } from './fixture.ts'
import type { BundleOptions } from './model.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'motia-runtime-')))
const runtime = standInRuntime(folder)
const made: Fixture[] = []
afterAll(() => {
  for (const one of made) one.remove()
  rmSync(folder, { recursive: true, force: true })
})

type Setup = Parameters<typeof fixture>[1]

async function bundled(
  files: Readonly<Record<string, string>>,
  setup: Setup = {},
  options: Partial<BundleOptions> = {},
) {
  const one = fixture(files, setup)
  made.push(one)
  const bundler = createBundlerWith(one.project, { outdir: one.outdir, ...options }, runtime)
  return { ...one, ...(await bundler.bundle()), bundler }
}

const good = 'export const handler = async () => "good"'

describe('what is wrong', () => {
  it('is reported for all Steps at once, each with its place', async () => {
    const { assets, findings } = await bundled({
      'steps/syntax.step.ts': 'const a = 1\nconst b = = 2\n',
      'steps/missing.step.ts': `\n  import stripe from 'stripe'\nexport const handler = () => stripe`,
      'steps/scoped.step.ts': `import { x } from '@acme/tools/x'\nexport const handler = () => x`,
      'steps/file.step.ts': `import { x } from '../lib/absent'\nexport const handler = () => x`,
      'steps/name.step.ts': `import { absent } from '../lib/present'\nexport const handler = () => absent`,
      'lib/present.ts': 'export const present = 1',
      'steps/good.step.ts': good,
    })
    expect(assets.map(({ step }) => step)).toEqual(['good'])
    const lines = findings
      .map(({ rule, step, message, location }) => `${location?.file}:${location?.line}: ${rule} ${step}: ${message}`)
      .sort()
    expect(lines).toEqual([
      'steps/file.step.ts:1: missing-module file: no file ../lib/absent to import: check the path',
      'steps/missing.step.ts:2: missing-package missing: package "stripe" is not installed: npm install stripe',
      'steps/name.step.ts:1: missing-module name: no matching export in "lib/present.ts" for import "absent"',
      'steps/scoped.step.ts:1: missing-package scoped: package "@acme/tools" is not installed or has no "@acme/tools/x": npm install @acme/tools',
      'steps/syntax.step.ts:2: syntax syntax: unexpected "="',
    ])
    expect(findings.find(({ rule }) => rule === 'syntax')!.frame).toBe('const b = = 2\n          ^')
  })

  it('with an export of a package is reported at the import', async () => {
    const { findings } = await bundled({
      'steps/a.step.ts': `import { helper } from '../lib/helper'\nexport const handler = () => helper`,
      'lib/helper.ts': `// uses esm\nimport { absent } from 'esm'\nexport const helper = absent`,
      'node_modules/esm/package.json': '{ "type": "module", "main": "index.js" }',
      'node_modules/esm/index.js': 'export const present = 1',
    })
    expect(findings).toEqual([
      {
        severity: 'error',
        rule: 'missing-module',
        message: 'no matching export in "node_modules/esm/index.js" for import "absent"',
        location: { file: 'lib/helper.ts', line: 2 },
        step: 'a',
      },
    ])
  })

  it('inside a package names the package file', async () => {
    const { findings } = await bundled({
      'steps/a.step.ts': `import broken from 'broken'\nexport const handler = () => broken`,
      'node_modules/broken/index.js': 'module.exports = {\n  oops oops\n}',
    })
    expect(findings).toMatchObject([{ rule: 'syntax', step: 'a' }])
    expect(findings[0]!.message).toContain('in node_modules/broken/index.js:2')
  })

  it('with includeFiles is that nothing matches', async () => {
    const { findings } = await bundled(
      { 'steps/a.step.ts': good },
      { steps: { 'steps/a.step.ts': { includeFiles: ['./templates/*.html'] } } },
    )
    expect(findings).toMatchObject([{ rule: 'include-files', step: 'a', location: { file: 'steps/a.step.ts' } }])
    expect(findings[0]!.message).toBe(
      `includeFiles: no file matches "./templates/*.html" from the project's folder or from steps: check the path`,
    )
  })

  it('of files that are written is a warning once, at its place', async () => {
    const writer = `import { writeFileSync } from 'node:fs'\nexport const save = () => writeFileSync('out.txt', '')\n`
    const step = `import { save } from './lib/save'\nexport const handler = save`
    const { findings, assets } = await bundled({ 'a.step.ts': step, 'b.step.ts': step, 'lib/save.ts': writer })
    expect(findings).toMatchObject([
      { severity: 'warning', rule: 'writes-files', step: 'a', location: { file: 'lib/save.ts', line: 2 } },
    ])
    expect(assets).toHaveLength(2)
  })

  it('goes away when it is mended', async () => {
    const { bundler, write, findings } = await bundled({ 'a.step.ts': `import './later'\n${good}`, 'b.step.ts': good })
    expect(findings).toHaveLength(1)
    write({ 'later.ts': '' })
    const mended = await bundler.bundle()
    expect(mended.findings).toEqual([])
    expect(mended.assets.map(({ step }) => step)).toEqual(['a', 'b'])
  })
})

describe('Steps that are only drawn', () => {
  it('have no asset', async () => {
    const drawn = { 'a.step.ts': { triggers: [{ type: 'noop' }] } } as const
    const { assets } = await bundled({ 'a.step.ts': 'broken =', 'b.step.ts': good }, { steps: drawn })
    expect(assets.map(({ step }) => step)).toEqual(['b'])
  })
})

describe('options', () => {
  it('source maps show the author’s lines', async () => {
    const text = `import { fail } from '../lib/fail'\n\nexport const handler = async () => {\n  try { fail() } catch (error) { return (error as Error).stack }\n}`
    const { assets } = await bundled(
      { 'steps/a.step.ts': text, 'lib/fail.ts': '\n\nexport const fail = () => {\n  throw new Error("x")\n}' },
      {},
      { sourceMaps: true, minify: true },
    )
    const stack = await invoke(assets[0]!)
    expect(stack).toMatch(/lib[\\/]fail\.ts:4:/)
    expect(stack).toMatch(/steps[\\/]a\.step\.ts:4:/)
  })

  it('define replaces', async () => {
    const files = { 'a.step.ts': 'export const handler = async () => process.env.STAGE' }
    const { assets } = await bundled(files, {}, { define: { 'process.env.STAGE': '"prod"' } })
    expect(await invoke(assets[0]!)).toBe('prod')
  })
})

it('an asset that is there already is left alone, and one run for another processor is another asset', async () => {
  const { bundler, assets, write } = await bundled({ 'a.step.ts': good })
  const marker = join(assets[0]!.directory, 'marker')
  mkdirSync(marker)
  writeFileSync(join(marker, 'x'), '')
  write({ 'a.step.ts': `${good}\n` })
  const again = await bundler.bundle()
  expect(again.assets[0]!.directory).toBe(assets[0]!.directory)
  expect(filesOf(again.assets[0]!)).toContain('marker/x')
})
