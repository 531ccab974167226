import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { UsageError } from '../errors.ts'

/** Options of every command that talks to a deployed app. */
export const common = {
  stack: { type: 'string' },
  region: { type: 'string' },
  endpoint: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsOptionsConfig

export const commonHelp = `  --stack <name>     the deployed stack (default: the only one that motia-aws made)
  --region <region>  (default: AWS_REGION, or the profile's)
  --endpoint <url>   an AWS-compatible endpoint (default: AWS_ENDPOINT_URL)
  --json             machine-readable output
  -h, --help         this text`

export interface Target {
  readonly region?: string
  readonly endpoint?: string
}

/** What an AWS client is made from. */
export function targetOf(values: {
  readonly region?: string | undefined
  readonly endpoint?: string | undefined
}): Target {
  if (values.endpoint !== undefined && !URL.canParse(values.endpoint))
    throw new UsageError(
      `--endpoint is ${JSON.stringify(values.endpoint)}; it must be a URL like http://127.0.0.1:4566`,
    )
  return {
    ...(values.region === undefined ? {} : { region: values.region }),
    ...(values.endpoint === undefined ? {} : { endpoint: values.endpoint }),
  }
}

export const parse = <T extends ParseArgsOptionsConfig>(args: string[], options: T) =>
  parseArgs({ args, allowPositionals: true, options: { ...common, ...options } })

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `10m`, `2h`, `1d` in ms. @throws {UsageError} for anything else. */
export function durationOf(text: string, option: string): number {
  const match = /^(\d+)([smhd])$/.exec(text)
  if (!match)
    throw new UsageError(`${option} is ${JSON.stringify(text)}; it must be a number and a unit, as 90s, 10m, 2h or 1d`)
  return Number(match[1]) * units[match[2]!]!
}
