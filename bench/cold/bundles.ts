/** The functions that are compared, bundled as a deploy would. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { installPackages } from '../peers/install.ts'

const root = join(import.meta.dirname, '../..')
const peers = join(root, 'bench/peers/runtime')

export const installPeers = (): void => installPackages(peers)

export interface Bundle {
  /** Absolute path of the entry. */
  readonly file: string
  /** Bytes of what is loaded at start, and of all. */
  readonly eager: number
  readonly total: number
}

/** A Step of `bench/cold/steps` with the entry that the bundler generates for it. */
export async function bundleStep(name: 'api' | 'event', into: string): Promise<Bundle> {
  const step = join(root, 'bench/cold/steps', `${name}.ts`)
  const adapter = join(root, 'runtime/node/adapters', `${name}.ts`)
  return await bundle(
    {
      contents: `import * as step from ${JSON.stringify(step)}
import { adapt } from ${JSON.stringify(adapter)}
export const handler = adapt(step, { name: ${JSON.stringify(name)}, dialect: 'define-step' })`,
    },
    join(into, `ours-${name}`),
    ['module', 'main'],
  )
}

/** A file of `bench/peers/runtime`; `usual` resolves packages as esbuild does for Node unless told otherwise. */
export async function bundlePeer(name: string, into: string, usual = false): Promise<Bundle> {
  return await bundle(
    { contents: `export * from ${JSON.stringify(join(peers, `${name}.mjs`))}` },
    join(into, `${name}${usual ? '-usual' : ''}`),
    usual ? ['main', 'module'] : ['module', 'main'],
  )
}

async function bundle(entry: { contents: string }, outdir: string, mainFields: string[]): Promise<Bundle> {
  const { metafile } = await build({
    stdin: { ...entry, resolveDir: root, loader: 'ts', sourcefile: 'entry.ts' },
    entryNames: 'index',
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    splitting: true,
    minify: true,
    mainFields,
    conditions: ['motia-aws:source', 'node', 'module'],
    outExtension: { '.js': '.mjs' },
    // CommonJS packages inside an ES module ask for Node's own modules by `require`.
    banner: { js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
    metafile: true,
    logLevel: 'error',
    legalComments: 'none',
  })
  const outputs = metafile.outputs
  const entryOutput = Object.keys(outputs).find((file) => file.endsWith('index.mjs'))!
  const eager = new Set<string>()
  const visit = (file: string): void => {
    if (eager.has(file) || !outputs[file]) return
    eager.add(file)
    for (const { path, kind } of outputs[file].imports) if (kind === 'import-statement') visit(path)
  }
  visit(entryOutput)
  return {
    file: join(outdir, 'index.mjs'),
    eager: [...eager].reduce((sum, file) => sum + outputs[file]!.bytes, 0),
    total: readdirSync(outdir).reduce((sum, file) => sum + statSync(join(outdir, file)).size, 0),
  }
}
