import { join } from 'node:path'
import { build } from 'esbuild'
import { type Content, type Contents, textContent } from '../assets/contents.ts'
import type { Store } from '../assets/store.ts'
import { withPrelude } from '../code/prelude.ts'
import { targetOptions } from '../code/target.ts'
import { builtins } from '../resolve/builtins.ts'
import type { RuntimeLocation } from './location.ts'

/** File of an asset that gives Steps what they import from `motia-aws`; no folder, for making one takes as long as ten links. */
export const RUNTIME_INDEX = 'runtime-index.mjs'

/** File of an asset with a trigger's adapter. */
export const adapterFile = (trigger: string): string => `runtime-${trigger}.mjs`

/** The run time as files of an asset, and which of them each entry reaches. */
export interface RuntimeBundle {
  /** The entry and the chunks it reaches, at once or later. */
  files(entries: readonly string[]): Contents
}

/**
 * Bundles the run time for itself, always with all its entries: how it is cut into chunks depends on nothing a Step does.
 */
export async function bundleRuntime(
  location: RuntimeLocation,
  options: { readonly minify: boolean; readonly sourceMaps: boolean },
  store: Store,
): Promise<RuntimeBundle> {
  const key = JSON.stringify(['runtime files', location.node, options])
  const { contents, data } = store.get<Reach>(key) ?? (await make(location, options, store, key))
  return {
    files(entries) {
      const files = new Map<string, Content>()
      for (const entry of entries) for (const path of data[entry]!) files.set(path, contents.get(path)!)
      return files
    },
  }
}

/** Entry -> all files it reaches. */
type Reach = Readonly<Record<string, readonly string[]>>

async function make(
  location: RuntimeLocation,
  options: { readonly minify: boolean; readonly sourceMaps: boolean },
  store: Store,
  key: string,
) {
  const source = (name: string) => join(location.node, `${name}${location.extension}`)
  const root = join(location.node, '..', '..')
  const result = await build({
    ...targetOptions(options),
    absWorkingDir: root,
    entryPoints: [
      { in: source('index'), out: 'runtime-index' },
      ...['api', 'event', 'cron'].map((name) => ({ in: source(`adapters/${name}`), out: `runtime-${name}` })),
    ],
    outdir: root,
    splitting: true,
    chunkNames: 'runtime-[hash]',
    plugins: [builtins()],
  })
  const contents = new Map<string, Content>()
  for (const { path, text } of result.outputFiles) {
    contents.set(path.slice(root.length + 1), textContent(withPrelude(text)))
  }
  const { outputs, inputs } = result.metafile
  const reach = (entry: string): string[] => {
    const seen = new Set<string>([entry])
    for (const file of seen) {
      for (const { path, external } of outputs[file]!.imports) if (!external) seen.add(path)
    }
    return [...seen, ...[...seen].map((file) => `${file}.map`)].filter((file) => contents.has(file))
  }
  const data = Object.fromEntries(
    [RUNTIME_INDEX, ...['api', 'event', 'cron'].map(adapterFile)].map((entry) => [entry, reach(entry)]),
  )
  const files = Object.keys(inputs)
    .filter((path) => !path.includes(':'))
    .map((path) => join(root, path))
  return store.put<Reach>(key, contents, files, data)
}
