/** A cold start pays for every byte that is loaded: what a function's entry reaches at once is held here. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Source files and bytes that an entry loads at once, and the ones it may load later. */
async function reach(entry: string) {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    absWorkingDir: import.meta.dirname,
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    outdir: 'out',
  })
  const at = (name: string) => metafile.outputs[name]
  const eager = new Set([Object.keys(metafile.outputs).find((name) => at(name)?.entryPoint === entry)!])
  for (const name of eager) {
    for (const { path, kind } of at(name)!.imports) if (kind === 'import-statement' && at(path)) eager.add(path)
  }
  const external = [...eager].flatMap((name) => at(name)!.imports).filter((one) => one.external)
  return {
    files: [...eager].flatMap((name) => Object.keys(at(name)!.inputs)),
    bytes: [...eager].reduce((sum, name) => sum + at(name)!.bytes, 0),
    external: external.map(({ path }) => path),
    all: Object.keys(metafile.inputs),
  }
}

test.each(['api', 'event', 'cron'])(
  'the %s adapter loads no AWS call, no validator and no module of Node',
  async (name) => {
    const { files, bytes, external, all } = await reach(`adapters/${name}.ts`)
    const late =
      /^(aws|remote\/index|emit\/(outbox|sqs|sns|event-bus|entries)|state\/(table|update)|streams\/(?!streams)|schema\/json-schema|.*node_modules)/
    expect(files.filter((file) => late.test(file))).toEqual([])
    expect(all.filter((file) => late.test(file)).length).toBeGreaterThan(5)
    expect(external).toEqual([])
    expect(bytes).toBeLessThan(22 * 1024)
  },
)

test('what authors import is next to nothing', async () => {
  const { bytes, all, external } = await reach('index.ts')
  expect(all.filter((file) => file.includes('node_modules'))).toEqual([])
  expect(external).toEqual([])
  expect(bytes).toBeLessThan(200)
})
