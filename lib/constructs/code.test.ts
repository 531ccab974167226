import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, type AppProps, Stack } from 'aws-cdk-lib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { api, step } from '../../test/synth/steps.ts'
import { StepsApp } from './app.ts'
import { assetId } from './asset-id.ts'

let folder: string
let directory: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motia-staging-'))
  directory = join(folder, 'bundle')
  mkdirSync(join(directory, 'runtime'), { recursive: true })
  writeFileSync(join(directory, 'index.mjs'), 'export const handler = () => {}')
  writeFileSync(join(directory, 'runtime', 'api.mjs'), 'export {}')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function synthesize(props: AppProps = {}) {
  process.env['CDK_VALIDATION'] = 'false'
  const asset = { step: 'hello', directory, handler: 'index.handler', hash: 'abc', size: 42 }
  const outdir = join(folder, 'cdk.out')
  const app = new App({ outdir, analyticsReporting: false, ...props })
  const project = { root: folder, steps: [step('hello', api('GET', '/hello'))], streams: [], findings: [] }
  new StepsApp(new Stack(app, 'Shop'), 'App', { prepared: { project, assets: [asset] } })
  app.synth()
  const manifest = JSON.parse(readFileSync(join(outdir, 'Shop.assets.json'), 'utf8'))
  return {
    staged: join(outdir, `asset.${assetId(asset)}`),
    source: manifest.files[assetId(asset)].source.path as string,
    assets: readdirSync(outdir).filter((name) => name.startsWith('asset.')),
  }
}

test('a bundle is in the assembly, where the CDK looks for it, and takes no room there', () => {
  const { staged, source, assets } = synthesize()
  expect(assets).toEqual([source])
  for (const file of ['index.mjs', 'runtime/api.mjs'])
    expect(statSync(join(staged, file)).ino).toBe(statSync(join(directory, file)).ino)
})

test('what cannot be linked is copied', () => {
  symlinkSync('index.mjs', join(directory, 'main.mjs'))
  const { staged, source, assets } = synthesize()
  expect(assets).toEqual([source])
  expect(readFileSync(join(staged, 'main.mjs'), 'utf8')).toBe('export const handler = () => {}')
  expect(statSync(join(staged, 'index.mjs')).ino).not.toBe(statSync(join(directory, 'index.mjs')).ino)
})

test('nothing is staged when the author wants no staging', () => {
  const { source, assets } = synthesize({ context: { 'aws:cdk:disable-asset-staging': true } })
  expect(assets).toEqual([])
  expect(source).toBe(directory)
})
