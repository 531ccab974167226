import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { api, event, prepared, step } from '../../../test/synth/steps.ts'
import { createSynthesizer, stackOf } from './index.ts'

const work = path.resolve(import.meta.dirname, '../../../test/.work')
let root: string
let outdir: string

beforeEach(() => {
  mkdirSync(work, { recursive: true })
  root = mkdtempSync(path.join(work, 'synthesis-'))
  outdir = path.join(root, 'out')
  mkdirSync(outdir)
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const hello = () => {
  const { project, assets } = prepared([step('hello', api('GET', '/hello'))])
  return { project: { ...project, root }, assets }
}

const writeApp = (body: string, context = {}) => {
  writeFileSync(path.join(root, 'infra.ts'), body)
  const app = 'node --conditions=motia-aws:source infra.ts'
  writeFileSync(path.join(root, 'cdk.json'), JSON.stringify({ app, context }))
}

const usual = `import { App, Stack } from 'aws-cdk-lib'
import { StepsApp } from 'motia-aws/cdk'
const app = new App()
const stack = new Stack(app, app.node.tryGetContext('stackName'))
new StepsApp(stack, 'Shop', { entry: import.meta.dirname })
`

describe("a project's own CDK app", () => {
  test('begins before its Steps are known, with the context of cdk.json', async () => {
    writeApp(usual, { stackName: 'Mine' })
    const synthesis = createSynthesizer(root, 'hello').begin(outdir)
    await synthesis.finish(hello())
    expect(await stackOf(outdir)).toBe('Mine')
    expect(readdirSync(outdir).filter((name) => name.startsWith('asset.'))).toEqual([])
  })

  test('ends when there are no Steps for it', async () => {
    writeApp(`import { writeFileSync } from 'node:fs'
process.on('exit', (code) => writeFileSync('ended', String(code)))
const { StepsApp } = await import('motia-aws/cdk')
const { App, Stack } = await import('aws-cdk-lib')
new StepsApp(new Stack(new App(), 'Shop'), 'Shop', { entry: import.meta.dirname })
`)
    createSynthesizer(root, 'hello').begin(outdir).abandon()
    await expect.poll(() => existsSync(path.join(root, 'ended')), { timeout: 10_000 }).toBe(true)
    expect(readFileSync(path.join(root, 'ended'), 'utf8')).toBe('1')
  })

  test('is refused when it is found above the project and is made of other Steps', async () => {
    writeApp(usual.replace('import.meta.dirname', `import.meta.dirname + '/another'`), { stackName: 'Other' })
    for (const name of ['another', 'mine']) mkdirSync(path.join(root, name))
    const mine = path.join(root, 'mine')
    const synthesis = createSynthesizer(mine, 'mine').begin(outdir)
    const { assets, project } = hello()
    await expect(synthesis.finish({ assets, project: { ...project, root: mine } })).rejects.toThrow(
      /cdk\.json: its app makes no StepsApp of .*mine; add one with `entry: 'mine'`, or put a cdk\.json with \{\} into that folder/,
    )
    expect(readdirSync(root).filter((name) => name.includes('prepared'))).toEqual([])
  })

  test('is quoted when it fails', async () => {
    writeApp(`throw new Error('no such region')`)
    const synthesis = createSynthesizer(root, 'hello').begin(outdir)
    await expect(synthesis.finish(hello())).rejects.toThrow(/the CDK app failed[\s\S]*no such region/)
  })
})

describe('a project without one', () => {
  test('is one stack named after it, again and again', async () => {
    writeFileSync(path.join(root, 'cdk.json'), '{}')
    const synthesizer = createSynthesizer(root, '@shop/hello world')
    try {
      await synthesizer.begin(outdir).finish(hello())
      expect(await stackOf(outdir)).toBe('shop-hello-world')
      const again = path.join(root, 'again')
      mkdirSync(again)
      await synthesizer.begin(again).finish(hello())
      expect(readFileSync(path.join(again, 'shop-hello-world.template.json'), 'utf8')).toBe(
        readFileSync(path.join(outdir, 'shop-hello-world.template.json'), 'utf8'),
      )
    } finally {
      await synthesizer.close()
    }
  })

  test('may have more Steps than one stack holds', async () => {
    writeFileSync(path.join(root, 'cdk.json'), '{}')
    const names = Array.from({ length: 200 }, (_, n) => `s${n}`)
    const { project, assets } = prepared(names.map((name) => step(name, event(name))))
    const synthesizer = createSynthesizer(root, 'many')
    await synthesizer.begin(outdir).finish({ project: { ...project, root }, assets })
    await synthesizer.close()
    expect(await stackOf(outdir)).toBe('many')
  })

  test('is told what is wrong with it', async () => {
    writeFileSync(path.join(root, 'cdk.json'), '{}')
    const synthesizer = createSynthesizer(root, 'hello')
    const { project } = hello()
    const finished = synthesizer.begin(outdir).finish({ project, assets: [] })
    await expect(finished).rejects.toThrow("steps/hello.step.ts: step 'hello' was not bundled")
    await synthesizer.close()
  })
})
