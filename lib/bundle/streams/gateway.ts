import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Finding, Project } from '../../steps/model.ts'
import { type Content, textContent } from '../assets/contents.ts'
import { writeAsset } from '../assets/write.ts'
import { findingsOf } from '../code/messages.ts'
import { withPrelude } from '../code/prelude.ts'
import { targetOptions } from '../code/target.ts'
import { type BundleOptions, STREAMS_GATEWAY, type StepAsset } from '../model.ts'
import { builtins } from '../resolve/builtins.ts'
import { RUNTIME_PACKAGES, type RuntimeLocation } from '../runtime/location.ts'
import { GATEWAY_MODULE, gatewayEntry } from './entry.ts'
import { streamAuth as auth, canAccess, onlyPart, type Part } from './part.ts'

export interface BundledGateway {
  readonly asset?: StepAsset
  readonly findings: readonly Finding[]
  /** Absolute paths of the project files in it. */
  readonly watched: readonly string[]
}

/**
 * Bundles what the WebSocket API of a project's streams calls: the run time's gateway with the `canAccess` and
 * `authenticate` of the project. It is a call for itself, so that it changes nothing in how the Steps are cut into files.
 */
export async function bundleGateway(
  project: Project,
  options: BundleOptions & { readonly outdir: string },
  location: RuntimeLocation,
): Promise<BundledGateway> {
  const { root, streams, streamAuth } = project
  if (streams.length === 0) return { findings: [], watched: [] }
  const parts = new Map<string, Part>(
    streams.filter(({ guarded }) => guarded).map(({ file }) => [join(root, file), canAccess] as const),
  )
  if (streamAuth !== undefined) parts.set(join(root, streamAuth), auth)
  const place = streams.find(({ guarded }) => guarded)?.location ?? streams[0]!.location
  try {
    const { outputFiles, metafile } = await build({
      ...targetOptions({ minify: options.minify ?? false, sourceMaps: options.sourceMaps ?? false }),
      absWorkingDir: root,
      stdin: { contents: gatewayEntry(project), resolveDir: root, sourcefile: 'index.mjs' },
      outdir: root,
      entryNames: 'index',
      splitting: true,
      chunkNames: 'chunk-[hash]',
      define: { ...options.define },
      plugins: [runtime(location), needed(parts), builtins()],
    })
    const contents = new Map<string, Content>()
    for (const { path, text } of outputFiles) {
      const name = path.slice(root.length + 1)
      contents.set(name, textContent(name.endsWith('.mjs') ? withPrelude(text) : text))
    }
    const inputs = Object.keys(metafile.inputs).filter(
      (input) => !/^[\w-]{2,}:|node_modules|^\.\.|^index\.mjs$/.test(input),
    )
    return {
      asset: writeAsset(options.outdir, STREAMS_GATEWAY, 'index.handler', contents),
      findings: [],
      watched: inputs.map((input) => join(root, input)),
    }
  } catch (error) {
    const watched = [...streams.map(({ file }) => file), ...(streamAuth ? [streamAuth] : [])]
    return {
      findings: findingsOf(error, { name: STREAMS_GATEWAY, location: place }),
      watched: watched.map((file) => join(root, file)),
    }
  }
}

/** The gateway itself, and what stream files import from Motia, which is mostly types. */
function runtime(location: RuntimeLocation): Plugin {
  const source = (name: string) => join(location.node, `${name}${location.extension}`)
  return {
    name: 'motia-aws:streams-runtime',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${GATEWAY_MODULE}$`) }, () => ({ path: source('streams/gateway/index') }))
      build.onResolve({ filter: RUNTIME_PACKAGES }, () => ({ path: source('index'), sideEffects: false }))
      build.onResolve({ filter: /^motia-aws\/config$/ }, () => ({ path: source('authoring/config') }))
    },
  }
}

/** Loads of each file only the part it is there for. */
function needed(parts: ReadonlyMap<string, Part>): Plugin {
  return {
    name: 'motia-aws:stream-parts',
    setup(build) {
      // What the rest of such a file imported is no longer used, so it goes; nor need it be installed.
      build.onResolve({ filter: /^[^./]/ }, async ({ path, importer, pluginData, ...rest }) => {
        if (!parts.has(importer) || pluginData === RESOLVING) return undefined
        const found = await build.resolve(path, { importer, ...rest, pluginData: RESOLVING })
        return { ...(found.errors.length > 0 ? { path, external: true } : found), sideEffects: false }
      })
      build.onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
        const part = parts.get(path)
        if (part === undefined) return undefined
        const contents = onlyPart(path, readFileSync(path, 'utf8'), part)
        return { contents, loader: path.endsWith('ts') ? 'ts' : 'js' }
      })
    },
  }
}

const RESOLVING = Symbol('resolving')
