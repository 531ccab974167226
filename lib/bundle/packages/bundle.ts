import { basename, join } from 'node:path'
import { type BuildResult, build, type Metafile, type OutputFile, type Plugin } from 'esbuild'
import { type Content, textContent } from '../assets/contents.ts'
import type { Store, Stored } from '../assets/store.ts'
import { withPrelude } from '../code/prelude.ts'
import { targetOptions } from '../code/target.ts'
import { type NativePackage, nativePackagesOf } from '../native/detect.ts'
import { leftOut } from '../native/left-out.ts'
import { builtins } from '../resolve/builtins.ts'
import type { PackageEntry, PackagePlan } from './plan.ts'

export interface PackageOptions {
  readonly root: string
  readonly minify: boolean
  readonly sourceMaps: boolean
}

/** Packages that cannot be bundled and are copied instead, found in what was bundled. */
export interface PackagesData {
  readonly native: readonly NativePackage[]
}

/** What an earlier run made of a plan. */
export function storedPackages(
  plan: PackagePlan,
  options: PackageOptions,
  store: Store,
): Stored<PackagesData> | undefined {
  return store.get<PackagesData>(storeKey(plan, options))
}

/**
 * Bundles the packages of a plan: everything shared by its entries and everything loaded later is a chunk. What comes out
 * depends on the plan and the installed packages alone, so it is kept in the store from run to run.
 */
export async function bundlePackages(
  plan: PackagePlan,
  options: PackageOptions,
  store: Store,
): Promise<Stored<PackagesData>> {
  const native = new Map<string, NativePackage>()
  let result = await call(plan, options, native, true)
  for (let found = addNative(result, options.root, native); found; found = addNative(result, options.root, native)) {
    // What was found is left out now, and with it what only it needed.
    result = await call(plan, options, native, true)
  }
  return keep(plan, options, store, result.outputFiles, Object.keys(result.metafile.inputs), [...native.values()])
}

/**
 * Bundles plans of one file each in one call, in which a package is parsed once for all. Without splitting esbuild links
 * each entry for itself, so a file is what it is alone, unless something in it is loaded later or cannot be bundled: those
 * plans are not in the answer.
 */
export async function bundleTogether(
  plans: readonly PackagePlan[],
  options: PackageOptions,
  store: Store,
): Promise<ReadonlyMap<PackagePlan, Stored<PackagesData>>> {
  const { outputFiles, metafile } = await call(plans.flat(), options, new Map(), false)
  const made = new Map<PackagePlan, Stored<PackagesData>>()
  for (const plan of plans) {
    const { name } = plan[0]!
    const inputs = reachedFrom(`motia-packages:${name}`, metafile)
    if (!inputs || nativePackagesOf(inputs, options.root).length > 0) continue
    const own = outputFiles.filter(({ path }) => basename(path).startsWith(`${name}.mjs`))
    made.set(plan, keep(plan, options, store, own, inputs, []))
  }
  return made
}

/** All inputs that one is made of; undefined when it loads some of them later. */
function reachedFrom(start: string, { inputs }: Metafile): string[] | undefined {
  const seen = new Set([start])
  for (const path of seen) {
    for (const { path: imported, kind, external } of inputs[path]!.imports) {
      if (kind === 'dynamic-import') return undefined
      if (!external) seen.add(imported)
    }
  }
  return [...seen]
}

function storeKey(plan: PackagePlan, options: PackageOptions): string {
  return JSON.stringify(['packages', plan, options])
}

function keep(
  plan: PackagePlan,
  options: PackageOptions,
  store: Store,
  outputs: readonly OutputFile[],
  inputs: readonly string[],
  native: readonly NativePackage[],
): Stored<PackagesData> {
  const contents = new Map<string, Content>()
  for (const { path, text } of outputs) {
    contents.set(path.slice(options.root.length + 1), textContent(path.endsWith('.mjs') ? withPrelude(text) : text))
  }
  const files = inputs.filter((path) => !/^[\w-]{2,}:/.test(path)).map((path) => join(options.root, path))
  return store.put(storeKey(plan, options), contents, [...files, ...installStamps(options.root)], { native })
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

function call(
  entries: readonly PackageEntry[],
  options: PackageOptions,
  native: ReadonlyMap<string, NativePackage>,
  splitting: boolean,
) {
  return build({
    ...targetOptions(options),
    absWorkingDir: options.root,
    outdir: options.root,
    entryPoints: entries.map(({ name }) => ({ in: `motia-packages:${name}`, out: name })),
    splitting,
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
