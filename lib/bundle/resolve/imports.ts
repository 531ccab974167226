import { relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild'
import { markerOf } from '../packages/reference.ts'
import { RUNTIME_INDEX } from '../runtime/bundle.ts'
import { RUNTIME_PACKAGES } from '../runtime/location.ts'
import { moduleTypeOf } from './module-type.ts'
import { NODE_MODULES, packageNameOf } from './package-name.ts'

/**
 * Tells what project code imports apart: the run time, packages, and other project files (also by tsconfig `paths`).
 * Packages become markers, to be linked later, or with `installed` are loaded from where they are installed.
 */
export function imports(root: string, packages: 'markers' | 'installed'): Plugin {
  return {
    name: 'motia-aws:imports',
    setup(build) {
      build.onResolve({ filter: RUNTIME_PACKAGES }, () => external(`./${RUNTIME_INDEX}`, false))
      build.onResolve({ filter: /^\.\/runtime-\w+\.mjs$/, namespace: 'motia-step' }, ({ path }) => external(path))
      const resolve = remembered(build)
      build.onResolve({ filter: BARE }, async (args) => {
        if (args.pluginData === RESOLVING || HAS_SCHEME.test(args.path)) return undefined
        const found = await resolve(args)
        if (found.errors.length > 0) return { errors: [{ text: missing(args) }] }
        if (found.external || !found.path.includes(`${sep}node_modules${sep}`)) return undefined
        if (packages === 'installed') return installed(found.path, args)
        const resolved = relative(root, found.path).split(sep).join('/')
        const mode = moduleTypeOf(args.importer) === 'module' ? 'mjs' : 'js'
        return external(markerOf({ specifier: canonical(args.path, resolved), mode, resolved }), found.sideEffects)
      })
      build.onLoad({ filter: /.*/, namespace: INSTALLED }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(path)})`,
      }))
      build.onResolve({ filter: /.*/, namespace: INSTALLED }, ({ path }) => external(path))
    },
  }
}

/** The specifier, or the file where an alias (`imports` of package.json, tsconfig `paths`) stands for the package. */
function canonical(specifier: string, resolved: string): string {
  const inside = resolved.slice(resolved.lastIndexOf(NODE_MODULES) + NODE_MODULES.length)
  return `${inside}/`.startsWith(`${packageNameOf(specifier)}/`) ? specifier : `./${NODE_MODULES}${inside}`
}

const external = (path: string, sideEffects = true): OnResolveResult => ({ path, external: true, sideEffects })

/** Neither relative nor absolute; esbuild's filters know no look-ahead, so the rest is seen to below. */
const BARE = /^[^./\\]/
const HAS_SCHEME = /^[A-Za-z][\w+.-]*:/
const RESOLVING = Symbol('resolving')
const INSTALLED = 'motia-installed'

/** esbuild's own answer, asked for once per folder and specifier: two hundred Steps in a folder ask for the same few. */
function remembered(build: PluginBuild) {
  const answers = new Map<string, ReturnType<PluginBuild['resolve']>>()
  return ({ path, importer, resolveDir, kind, namespace }: OnResolveArgs) => {
    const key = `${kind}\0${resolveDir}\0${path}`
    const answer =
      answers.get(key) ?? build.resolve(path, { importer, resolveDir, kind, namespace, pluginData: RESOLVING })
    answers.set(key, answer)
    return answer
  }
}

/**
 * An ES module is imported by URL; CommonJS goes through `require`, so that named imports work as they do when bundled:
 * Node finds only some of a CommonJS module's names.
 */
function installed(path: string, { kind }: OnResolveArgs): OnResolveResult {
  if (kind !== 'require-call' && /\.m?js$/.test(path) && moduleTypeOf(path) === 'module') {
    return external(pathToFileURL(path).href)
  }
  return { path, namespace: INSTALLED }
}

function missing({ path }: OnResolveArgs): string {
  const name = packageNameOf(path)
  return `package "${name}" is not installed${name === path ? '' : ` or has no "${path}"`}: npm install ${name}`
}
