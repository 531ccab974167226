import { enableCompileCache, getCompileCacheDir } from 'node:module'
import path from 'node:path'

/**
 * Keeps compiled code from run to run, where Node keeps it: most of a start is loading modules, and most of that is
 * compiling them. https://nodejs.org/api/module.html#module-compile-cache
 */
export function enableCodeCache(): void {
  enableCompileCache()
}

/** Variables by which a child process uses the same. */
export function codeCacheVariables(): NodeJS.ProcessEnv {
  const directory = getCompileCacheDir()
  return directory === undefined ? {} : { NODE_COMPILE_CACHE: path.dirname(directory) }
}
