import type { BuildOptions } from 'esbuild'

/** What all outputs share: ES modules for Lambda's Node 24, kept in memory. */
export function targetOptions(options: { readonly minify: boolean; readonly sourceMaps: boolean }) {
  return {
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The `module` build of a package can be shaken, and starts faster than its CommonJS build wrapped into a module.
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    legalComments: 'none',
    logLevel: 'silent',
    logLimit: 0,
    charset: 'utf8',
    minify: options.minify,
    sourcemap: options.sourceMaps ? 'linked' : false,
    sourcesContent: options.sourceMaps,
  } satisfies BuildOptions
}
