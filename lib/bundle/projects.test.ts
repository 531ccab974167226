/** The projects of `test/projects` that are hard to bundle: read, bundled for each target, and run as Lambda would. */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { readProject } from '../steps/index.ts'
import { filesOf, invokeEach } from './fixture.ts'
import { type BundleOptions, bundle, type StepAsset } from './index.ts'

const projects = join(import.meta.dirname, '..', '..', 'test', 'projects')

let folder: string
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'motia-projects-')))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const forms: readonly Partial<BundleOptions>[] = [{}, { dev: true }, { minify: true, sourceMaps: true }]

const get = {
  version: '2.0',
  rawPath: '/',
  rawQueryString: '',
  headers: {},
  requestContext: { requestId: 'r1', stage: '$default', http: { method: 'GET', path: '/' } },
  isBase64Encoded: false,
}

/** By project and Step: what it answers, and the project files that its asset holds besides code. */
const cases: Readonly<Record<string, Readonly<Record<string, { body: unknown; files?: readonly string[] }>>>> = {
  commonjs: { greet: { body: { text: 'hello you' } } },
  esm: { greet: { body: { text: 'hello you' } } },
  'tsconfig-paths': { price: { body: { total: 5.6 } } },
  'json-import': { price: { body: { tea: 2.5, cake: 3.1, version: '2026-11' } } },
  'top-level-await': { rate: { body: { base: 'EUR', SEK: 11.2 } } },
  dirname: {
    commonjs: { body: { text: 'of the library', file: 'lib/template.js' }, files: ['lib/template.txt'] },
    module: { body: { text: 'of the Step', file: 'steps/module.step.mts' }, files: ['steps/module.txt'] },
  },
  'dynamic-import': { count: { body: { atStart: 40, afterwards: 42 } } },
  'include-files': {
    mail: {
      body: [
        'data/subject.txt',
        'data/greeting.txt',
        'templates/footer.txt',
        'steps/sender.txt',
        'steps/pages/welcome.html',
        'legal/terms/en.txt',
      ],
      files: [
        'data/greeting.txt',
        'data/subject.txt',
        'legal/terms/en.txt',
        'steps/pages/welcome.html',
        'steps/sender.txt',
        'templates/footer.txt',
      ],
    },
  },
  'shared-chunks': {
    bare: { body: { text: 'cake [stamped]' } },
    loud: { body: { text: 'TEA [shouted] [stamped]' } },
    plain: { body: { text: 'tea [stamped]' } },
  },
}

it.each(Object.entries(cases))('%s', async (name, steps) => {
  const project = await readProject(join(projects, name))
  expect(project.findings).toEqual([])
  const assets: StepAsset[] = []
  for (const form of forms) {
    const made = await bundle(project, { outdir: join(folder, 'assets'), ...form })
    expect(made.findings).toEqual([])
    expect(made.assets.map(({ step }) => step)).toEqual(Object.keys(steps))
    for (const asset of made.assets) {
      const { files = [] } = steps[asset.step]!
      expect(projectFilesOf(asset)).toEqual(files)
      expect(made.watched).toEqual(expect.arrayContaining(files.map((file) => join(project.root, file))))
    }
    assets.push(...made.assets)
  }
  const expected = assets.map(({ step }) => ({ statusCode: 200, body: JSON.stringify(steps[step]!.body) }))
  expect(await invokeEach(assets, get)).toMatchObject(expected)
})

it('shared-chunks: each asset holds what its Step reaches, and no more', async () => {
  const project = await readProject(join(projects, 'shared-chunks'))
  const { assets } = await bundle(project, { outdir: join(folder, 'assets') })
  const reached = assets.map((asset) => {
    const code = readFileSync(join(asset.directory, 'index.mjs'), 'utf8')
    const packages = filesOf(asset).filter((path) => path.startsWith('package-'))
    return { step: asset.step, packages, marks: code.match(/\[(?:stamped|shouted)\]/g)!.sort() }
  })
  const zod = [expect.stringMatching(/^package-zod-/)]
  expect(reached).toEqual([
    { step: 'bare', packages: [], marks: ['[stamped]'] },
    { step: 'loud', packages: zod, marks: ['[shouted]', '[stamped]'] },
    { step: 'plain', packages: zod, marks: ['[stamped]'] },
  ])
  expect(reached[1]!.packages).toEqual(reached[2]!.packages)
})

it('native-package: is refused by name, Step and file where npm has no build of it; the rest is bundled', async () => {
  // npm looks in its cache alone: a package that is nowhere needs no network to be missed.
  vi.stubEnv('npm_config_offline', 'true')
  onTestFinished(() => void vi.unstubAllEnvs())
  const root = installed('native-package')
  const { assets, findings } = await bundle(await readProject(root), { outdir: join(folder, 'assets') })
  expect(assets.map(({ step }) => step)).toEqual(['length'])
  expect(findings).toMatchObject([
    {
      rule: 'native-package',
      severity: 'error',
      step: 'fingerprint',
      location: { file: 'steps/fingerprint.step.ts', line: 2 },
      message: expect.stringMatching(
        /^package "motia-aws-no-such-native-package" could not be installed for linux arm64: /,
      ),
    },
  ])
})

/** A copy of a project with its `packages` where `npm install` puts them; git takes no `node_modules`. */
function installed(name: string): string {
  const root = join(folder, name)
  cpSync(join(projects, name), root, { recursive: true })
  cpSync(join(root, 'packages'), join(root, 'node_modules'), { recursive: true })
  return root
}

/** What an asset holds besides the run time, code and packages. */
function projectFilesOf(asset: StepAsset): string[] {
  return filesOf(asset).filter((path) => !/^runtime\/|^package|\.m?js(?:\.map)?$/.test(path))
}
