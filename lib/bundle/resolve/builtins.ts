import { builtinModules } from 'node:module'
import type { Plugin } from 'esbuild'

/**
 * Loads Node's own modules by `process.getBuiltinModule`. An `import` of one makes Node build a module with all its
 * exports first, and holds up the loading of the file; measured with the DynamoDB client, 50 such imports cost
 * about a third of its start-up.
 */
export function builtins(): Plugin {
  return {
    name: 'motia-aws:builtins',
    setup(build) {
      build.onResolve({ filter: BUILTIN }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : { path, namespace: NAMESPACE, sideEffects: false },
      )
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
      }))
    },
  }
}

const NAMESPACE = 'node'

/** Names without a scheme can be packages as well when a path follows that Node does not have: `punycode/`. */
const BUILTIN = new RegExp(`^(?:node:.+|${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`)
