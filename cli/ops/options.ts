import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { findRunning } from '../dev/running.ts'
import { UsageError } from '../errors.ts'

/** Options of every command that talks to a deployed app, or to one that runs here. */
export const common = {
  local: { type: 'boolean', default: false },
  project: { type: 'string' },
  stack: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsOptionsConfig

export const commonHelp = `  --local            the app that \`motia-aws dev\` runs in this folder or the nearest above it, not AWS
  --project <folder> with --local: the app of this folder
  --stack <name>     the deployed stack (default: the only one that motia-aws made)
  --region <region>  (default: AWS_REGION, or the profile's)
  --endpoint <url>   an AWS-compatible endpoint (default: AWS_ENDPOINT_URL)
  --json             machine-readable output
  -h, --help         this text`

/** What an AWS client is made from, and what is said of it. */
export interface Target {
  readonly client: {
    readonly region?: string
    readonly endpoint?: string
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  }
  /** The options that name it, for other commands. */
  readonly flags: readonly string[]
  /** The `motia-aws dev` that it is. */
  readonly local?: { readonly root: string; readonly endpoint: string; readonly workbenchUrl: string }
}

/** @throws {UsageError} for options that exclude each other, and for `--local` where nothing runs */
export function targetOf(values: {
  readonly local: boolean
  readonly project?: string | undefined
  readonly stack?: string | undefined
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
}): Target {
  if (values.project !== undefined && !values.local)
    throw new UsageError('--project names the folder of a `motia-aws dev`: add --local, or leave it out')
  const named = (['project', 'stack', 'region', 'endpoint'] as const).flatMap((name) =>
    values[name] === undefined ? [] : [`--${name}`, shellWord(values[name])],
  )
  const flags = [...(values.local ? ['--local'] : []), ...named]
  if (values.local) {
    if (values.endpoint !== undefined || values.region !== undefined)
      throw new UsageError('--local is a target of its own: leave out --endpoint and --region')
    const local = findRunning(values.project)
    const { region, endpoint } = local
    // The emulator takes any key that it did not give out for its owner's; no real one is read.
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    return { client: { region, endpoint, credentials }, flags, local }
  }
  if (values.endpoint !== undefined && !URL.canParse(values.endpoint))
    throw new UsageError(
      `--endpoint is ${JSON.stringify(values.endpoint)}; it must be a URL like http://127.0.0.1:4566`,
    )
  return {
    flags,
    client: {
      ...(values.region === undefined ? {} : { region: values.region }),
      ...(values.endpoint === undefined ? {} : { endpoint: values.endpoint }),
    },
  }
}

/**
 * Reads a command's arguments.
 *
 * @param most how many there may be besides options
 * @throws {UsageError} for more
 */
export function parse<T extends ParseArgsOptionsConfig>(args: string[], options: T, most = 1) {
  const parsed = parseArgs({ args, allowPositionals: true, options: { ...common, ...options } })
  const extra = parsed.positionals[most]
  if (extra !== undefined)
    throw new UsageError(`${JSON.stringify(extra)} is one argument too many; --help tells what the command takes`)
  return parsed
}

/** A text as one word of a command line. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `10m`, `2h`, `1d` in ms. @throws {UsageError} for anything else. */
export function durationOf(text: string, option: string): number {
  const match = /^(\d+)([smhd])$/.exec(text)
  if (!match)
    throw new UsageError(`${option} is ${JSON.stringify(text)}; it must be a number and a unit, as 90s, 10m, 2h or 1d`)
  return Number(match[1]) * units[match[2]!]!
}
