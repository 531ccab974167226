import { builtinModules } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { build, type OnResolveResult, type Plugin } from 'esbuild'
import type { Modules } from '../source/modules.ts'
import type { StepSource } from './locate.ts'

/** A Step's config to evaluate, and how its project files read in that evaluation. */
export interface Candidate {
  readonly id: number
  readonly step: StepSource
  /** Files with the same `scope` are the same modules. */
  readonly scope: string
  readonly text: (path: string) => string
}

/** Modules of ours that a Step imports; in a slice only `defineStep` is of use, and it returns what it is given. */
const RUNTIME = /^(motia-aws|motia|@motiadev\/core)(\/.*)?$/
const SOURCE = /\.[cm]?[jt]sx?$/
const BUILTIN = new Set(builtinModules)
const CHILD = join(import.meta.dirname, `child${extname(import.meta.filename)}`)

/** The text of one module that evaluates all candidates. */
export async function bundleCandidates(
  modules: Modules,
  candidates: readonly Candidate[],
  sourceMaps: boolean,
): Promise<string> {
  const entries = candidates.map(({ id, step, scope }) => {
    const load = `() => import(${JSON.stringify(`slice:${scope}:${step.module.path}`)})`
    return `{ id: ${id}, entry: '${step.entry}', load: ${load} }`
  })
  const { outputFiles } = await build({
    stdin: {
      contents: `import { evaluate } from ${JSON.stringify(CHILD)}
await evaluate([${entries.join(',\n')}], () => import('converter:zod/v4/core'), () => import('converter:@valibot/to-json-schema'))
process.exit(0)`,
      resolveDir: modules.root,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: `node${process.versions.node}`,
    write: false,
    logLevel: 'silent',
    sourcemap: sourceMaps && 'inline',
    sourcesContent: false,
    jsx: 'automatic',
    loader: { '.graphql': 'text', '.gql': 'text', '.sql': 'text', '.md': 'text', '.txt': 'text', '.html': 'text' },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    banner: { js: globals(modules.root) },
    plugins: [slices(modules, candidates)],
  })
  return outputFiles[0]!.text
}

/** What CommonJS packages expect to find in the one ES module that they are bundled into. */
function globals(root: string): string {
  return `import { createRequire as createRequireOfBundle } from 'node:module'
const require = createRequireOfBundle(${JSON.stringify(join(root, 'package.json'))})
const __dirname = import.meta.dirname, __filename = import.meta.filename`
}

function slices(modules: Modules, candidates: readonly Candidate[]): Plugin {
  const texts = new Map(candidates.map(({ scope, text }) => [scope, text]))
  return {
    name: 'slices',
    setup(build) {
      const packages = new Map<string, Promise<OnResolveResult>>()

      async function packageOf(specifier: string, importer: string, kind: 'import-statement' | 'require-call') {
        const resolveDir = dirname(importer)
        const result = await build.resolve(specifier, { kind, resolveDir, namespace: 'file', importer })
        if (result.errors.length === 0)
          return { path: result.path, namespace: result.namespace, external: result.external }
        return { path: specifier, namespace: 'missing', pluginData: importer }
      }

      build.onResolve({ filter: /^slice:/ }, ({ path }) => ({ path: path.slice('slice:'.length), namespace: 'slice' }))

      build.onResolve({ filter: /^converter:/ }, async ({ path }) => {
        const specifier = path.slice('converter:'.length)
        const importer = candidates
          .map(({ step }) => importerOf(modules, step, specifier))
          .find((file) => file !== null)
        if (!importer) return { path: specifier, namespace: 'nothing' }
        const found = await packageOf(specifier, importer, 'import-statement')
        return found.namespace === 'missing' ? { path: specifier, namespace: 'nothing' } : found
      })

      build.onResolve({ filter: /.*/, namespace: 'slice' }, ({ path, importer, kind }) => {
        if (RUNTIME.test(path)) return { path, namespace: 'runtime' }
        if (path.startsWith('node:') || BUILTIN.has(path)) return { path, external: true }
        const { scope, file } = parseSlice(importer)
        const own = modules.resolve(file, path)
        if (own) return SOURCE.test(own) ? { path: `${scope}:${own}`, namespace: 'slice' } : { path: own }
        const call = kind === 'require-call' ? kind : 'import-statement'
        const key = `${call} ${dirname(file)} ${path}`
        const found = packages.get(key) ?? packageOf(path, file, call)
        packages.set(key, found)
        return found
      })

      build.onLoad({ filter: /.*/, namespace: 'slice' }, ({ path }) => {
        const { scope, file } = parseSlice(path)
        const contents = texts.get(scope)?.(file) ?? ''
        return { contents, loader: loaderOf(file), resolveDir: dirname(file) }
      })
      build.onLoad({ filter: /.*/, namespace: 'runtime' }, () => ({
        contents: 'module.exports = { defineStep: (step) => step }',
      }))
      build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export {}' }))
      build.onLoad({ filter: /.*/, namespace: 'missing' }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`cannot find '${path}'`)}); module.exports = {}`,
      }))
    },
  }
}

/** The file from which a converter is looked for: a Step's, when the project has the package of its schemas. */
function importerOf(modules: Modules, step: StepSource, specifier: string): string | null {
  const wanted = specifier.startsWith('zod') ? /^zod(\/|$)/ : /^valibot$/
  const seen = new Set<string>()
  const visit = (path: string): string | null => {
    if (seen.has(path)) return null
    seen.add(path)
    const module = modules.load(path)
    for (const { source } of module.imports.values()) {
      if (wanted.test(source)) return path
      const inner = modules.resolve(path, source)
      const found = inner && SOURCE.test(inner) ? visit(inner) : null
      if (found) return found
    }
    return null
  }
  return visit(step.module.path)
}

function parseSlice(path: string): { scope: string; file: string } {
  const at = path.indexOf(':')
  return { scope: path.slice(0, at), file: path.slice(at + 1) }
}

function loaderOf(path: string): 'ts' | 'tsx' | 'js' | 'jsx' {
  if (/\.tsx$/.test(path)) return 'tsx'
  if (/\.[cm]?ts$/.test(path)) return 'ts'
  return /\.jsx$/.test(path) ? 'jsx' : 'js'
}
