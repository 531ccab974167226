import { join } from 'node:path'
import { type BuildResult, build, type Plugin } from 'esbuild'
import type { Content } from '../assets/contents.ts'
import type { Store, Stored } from '../assets/store.ts'
import { withPrelude } from '../code/prelude.ts'
import { targetOptions } from '../code/target.ts'
import { type NativePackage, nativePackagesOf } from '../native/detect.ts'
import { leftOut } from '../native/left-out.ts'
import { builtins } from '../resolve/builtins.ts'
import type { PackageEntry } from './plan.ts'

export interface PackageOptions {
  readonly root: string
  readonly minify: boolean
  readonly sourceMaps: boolean
}

/** Packages that cannot be bundled and are copied instead, found in what was bundled. */
export interface PackagesData {
  readonly native: readonly NativePackage[]
}

/**
 * Bundles the packages of a plan: everything shared by its entries and everything loaded later is a chunk. What comes out
 * depends on the plan and the installed packages alone, so it is kept in the store from run to run.
 */
export async function bundlePackages(
  entries: readonly PackageEntry[],
  options: PackageOptions,
  store: Store,
): Promise<Stored<PackagesData>> {
  const key = JSON.stringify(['packages', entries, options])
  return store.get<PackagesData>(key) ?? (await make(entries, options, store, key))
}

async function make(entries: readonly PackageEntry[], options: PackageOptions, store: Store, key: string) {
  const native = new Map<string, NativePackage>()
  let result = await call(entries, options, native)
  for (let found = addNative(result, options.root, native); found; found = addNative(result, options.root, native)) {
    // What was found is left out now, and with it what only it needed.
    result = await call(entries, options, native)
  }
  const contents = new Map<string, Content>()
  for (const { path, text } of result.outputFiles) {
    contents.set(path.slice(options.root.length + 1), {
      kind: 'text',
      text: path.endsWith('.mjs') ? withPrelude(text) : text,
    })
  }
  const inputs = Object.keys(result.metafile.inputs).filter((path) => !/^[\w-]{2,}:/.test(path))
  const data: PackagesData = { native: [...native.values()] }
  return store.put(
    key,
    contents,
    [...inputs.map((path) => join(options.root, path)), ...installStamps(options.root)],
    data,
  )
}

/** Package managers rewrite these whenever they install, which may change what a name resolves to. */
function installStamps(root: string): string[] {
  return ['.package-lock.json', '.yarn-state.yml', '.yarn-integrity', '.modules.yaml'].map((name) =>
    join(root, 'node_modules', name),
  )
}

function addNative(result: BuildResult<{ metafile: true }>, root: string, native: Map<string, NativePackage>): boolean {
  const before = native.size
  for (const found of nativePackagesOf(Object.keys(result.metafile.inputs), root)) native.set(found.name, found)
  return native.size > before
}

function call(entries: readonly PackageEntry[], options: PackageOptions, native: ReadonlyMap<string, NativePackage>) {
  return build({
    ...targetOptions(options),
    absWorkingDir: options.root,
    outdir: options.root,
    entryPoints: entries.map(({ name }) => ({ in: `motia-packages:${name}`, out: name })),
    splitting: true,
    chunkNames: 'packages-[hash]',
    // `.node` files cannot be bundled; the package that has one is found among the inputs.
    loader: { '.node': 'empty' },
    plugins: [facades(entries, options.root), leftOut(native), builtins()],
  })
}

function facades(entries: readonly PackageEntry[], root: string): Plugin {
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  return {
    name: 'motia-aws:facades',
    setup(build) {
      build.onResolve({ filter: /^motia-packages:/ }, ({ path }) => ({
        path: path.slice('motia-packages:'.length),
        namespace: 'motia-packages',
      }))
      build.onLoad({ filter: /.*/, namespace: 'motia-packages' }, ({ path }) => ({
        contents: byName
          .get(path)!
          .facades.map((_, index) => `export * from "motia-facade:${path}/${index}"`)
          .join('\n'),
      }))
      build.onResolve({ filter: /^motia-facade:/ }, ({ path }) => {
        const [name, index] = path.slice('motia-facade:'.length).split('/')
        const facade = byName.get(name!)!.facades[Number(index)]!
        return {
          // The extension tells esbuild how the importing file looks at CommonJS packages.
          path: `${name}/${index}-${facade.package.specifier}.${facade.package.mode}`,
          namespace: 'motia-facade',
          pluginData: facade,
        }
      })
      build.onLoad({ filter: /.*/, namespace: 'motia-facade' }, ({ pluginData }) => ({
        contents: pluginData.text,
        resolveDir: join(root, importerFolder(pluginData.package.resolved)),
      }))
    },
  }
}

/** A folder from which the package resolves to this very file: the one its `node_modules` stands in. */
function importerFolder(resolved: string): string {
  return resolved.slice(0, resolved.lastIndexOf('node_modules/'))
}
