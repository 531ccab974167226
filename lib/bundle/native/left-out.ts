import type { Plugin } from 'esbuild'
import { packageNameOf } from '../resolve/package-name.ts'
import type { NativePackage } from './detect.ts'

/**
 * Leaves native packages out of a bundle, to be loaded from the asset's `node_modules`. CommonJS ones by `require`, for a
 * bundle can name exports that Node does not find in them.
 */
export function leftOut(packages: ReadonlyMap<string, NativePackage>): Plugin {
  return {
    name: 'motia-aws:native',
    setup(build) {
      if (packages.size === 0) return
      const names = [...packages.keys()].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      build.onResolve({ filter: new RegExp(`^(?:${names.join('|')})(?:/|$)`) }, ({ path, kind, namespace }) => {
        const found = packages.get(packageNameOf(path))!
        const byRequire = kind === 'require-call' || found.type === 'commonjs'
        return byRequire && namespace !== NAMESPACE ? { path, namespace: NAMESPACE } : { path, external: true }
      })
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(path)})`,
      }))
    },
  }
}

const NAMESPACE = 'motia-native'
