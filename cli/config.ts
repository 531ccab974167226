import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { StreamAuthConfig } from '../runtime/node/authoring/streams.ts'
import { UsageError } from './errors.ts'

/** What `motia.config.ts` (or the key `motia-aws` of package.json) may say. Everything has a default. */
export interface Config {
  /** Folders with Step files, relative to the project. @default ['steps', 'src'] */
  readonly folders?: readonly string[]
  /** Port of the API on this machine. @default 3000 */
  readonly port?: number
  /** Port of the Workbench on this machine. @default 3001 */
  readonly workbenchPort?: number
  /** The Python interpreter for Python Steps. @default 'python3' */
  readonly python?: string
  /** Region that functions see. @default 'us-east-1' */
  readonly region?: string
  /** Who a client of streams is, asked when it connects. @default everybody is let in, as nobody */
  readonly streamAuth?: StreamAuthConfig
}

/**
 * Types a project's settings in `motia.config.ts`.
 *
 * @example
 * import { defineConfig } from 'motia-aws/config'
 * export default defineConfig({ port: 4000 })
 */
export const defineConfig = (config: Config): Config => config

const keys = ['folders', 'port', 'workbenchPort', 'python', 'region', 'streamAuth'] as const satisfies (keyof Config)[]
/** A Motia 0.x file imports what types it, or its plugins and adapters. */
const upstreamImport = /(?:\bfrom|\bimport|\brequire\s*\()\s*['"](?:motia|@motiadev\/[^'"]+)['"]/
/** Its `app: (express) => ...`, in each form of a property. */
const upstreamApp = /^\s*(?:async\s+)?app\s*[:(,]/m

export interface LoadedConfig extends Config {
  /** What was ignored, and why. */
  readonly notices: readonly string[]
}

/** Reads a project's settings. @throws {UsageError} naming the file and the setting that is wrong. */
export async function loadConfig(root: string): Promise<LoadedConfig> {
  const { file, value, notices = [] } = await readConfig(root)
  if (!value) return { notices }
  const unknown = Object.keys(value).filter((key) => !(keys as readonly string[]).includes(key))
  if (unknown.length > 0)
    throw new UsageError(
      `${file}: unknown setting ${unknown.map((key) => `"${key}"`).join(', ')}; known are ${keys.join(', ')}`,
    )
  for (const key of ['port', 'workbenchPort'] as const) check(file, key, value[key], isPort, 'a port from 0 to 65535')
  for (const key of ['python', 'region'] as const) check(file, key, value[key], isText, 'a text')
  check(file, 'folders', value.folders, isTexts, 'a list of folder names')
  const known = Object.fromEntries(keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]))
  return { ...known, notices }
}

interface ConfigSource {
  readonly file: string
  readonly value?: Record<string, unknown>
  readonly notices?: readonly string[]
}

async function readConfig(root: string): Promise<ConfigSource> {
  for (const name of ['motia.config.ts', 'motia.config.mts', 'motia.config.js', 'motia.config.mjs']) {
    const file = path.join(root, name)
    if (!existsSync(file)) continue
    const text = await readFile(file, 'utf8')
    return upstreamImport.test(text)
      ? { file: name, notices: upstreamNotices(name, text) }
      : { file: name, value: await evaluate(file, name) }
  }
  const file = path.join(root, 'package.json')
  if (!existsSync(file)) return { file: 'package.json' }
  const { 'motia-aws': value } = parseJson(await readFile(file, 'utf8'), 'package.json')
  return value === undefined
    ? { file: 'package.json' }
    : { file: 'package.json: motia-aws', value: value as Record<string, unknown> }
}

/** Never run: it connects to databases, listens on sockets and sets up a server of its own. */
function upstreamNotices(name: string, text: string): string[] {
  const notices = [
    `${name} is of Motia 0.x, of which streamAuth alone is used: AWS services take the place of plugins, adapters and redis`,
  ]
  if (upstreamApp.test(text))
    notices.push(
      `${name}: what app() adds to Express does not run here: make API Steps of routes, middleware of the rest`,
    )
  return notices
}

/** Bundled and evaluated from memory; of ours it needs no more than what types it. */
async function evaluate(file: string, name: string): Promise<Record<string, unknown>> {
  const { build } = await import('esbuild')
  try {
    const result = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
      plugins: [
        {
          name: 'motia-aws-config',
          setup(context) {
            context.onResolve({ filter: /^motia-aws(\/config)?$/ }, ({ path: id }) => ({ path: id, namespace: 'ours' }))
            context.onLoad({ filter: /.*/, namespace: 'ours' }, () => ({
              contents: 'export const defineConfig = (config) => config',
              loader: 'js',
            }))
          },
        },
      ],
    })
    const code = Buffer.from(result.outputFiles[0]!.contents).toString('base64')
    const module: { default?: unknown } = await import(`data:text/javascript;base64,${code}`)
    if (!module.default || typeof module.default !== 'object')
      throw new Error('it has no default export that is an object')
    return module.default as Record<string, unknown>
  } catch (cause) {
    throw new UsageError(`${name}: cannot be read: ${(cause as Error).message}`, { cause })
  }
}

function parseJson(text: string, file: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, { cause })
  }
}

function check(file: string, key: string, value: unknown, fits: (value: unknown) => boolean, what: string): void {
  if (value !== undefined && !fits(value))
    throw new UsageError(`${file}: ${key} is ${JSON.stringify(value)}; it must be ${what}`)
}

const isPort = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
