import { setTimeout as wait } from 'node:timers/promises'
import { CloudWatchLogsClient, type FilteredLogEvent, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { UsageError } from '../errors.ts'
import { withAws } from './credentials.ts'
import { quoted } from './filter-pattern.ts'
import { commonHelp, durationOf, parse, targetOf } from './options.ts'
import { deployedStep } from './stack.ts'

/** ms between two looks while following; CloudWatch Logs allows ten such calls a second in an account, the emulator any. */
const interval = { aws: 2_000, local: 200 }
/** ms that a line may arrive late; what was shown already is known by its id. */
const late = 10_000

const help = `usage: motia-aws logs <step> [options]

  --follow, -f       go on with what comes, until Ctrl-C
  --since <time>     how far back: 90s, 10m, 2h, 1d (10m)
  --filter <text>    only lines with this text
${commonHelp}`

/** `motia-aws logs`. */
export async function logs(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    follow: { type: 'boolean', short: 'f', default: false },
    since: { type: 'string', default: '10m' },
    filter: { type: 'string' },
  })
  const [name] = positionals
  if (values.help || name === undefined) {
    console.log(help)
    return values.help ? 0 : 1
  }
  const target = targetOf(values)
  let startTime = Date.now() - durationOf(values.since, '--since')
  return withAws(target, async () => {
    const { logGroup } = await deployedStep(target, values.stack, name)
    if (logGroup === undefined) throw new UsageError(`Step ${JSON.stringify(name)} has no log group in the stack`)
    const client = new CloudWatchLogsClient(target.client)
    const filter = values.filter === undefined ? {} : { filterPattern: quoted(values.filter) }
    const shown = new Set<string>()
    const show = async (options: { readonly abortSignal?: AbortSignal }): Promise<void> => {
      const input = { logGroupName: logGroup, startTime, ...filter }
      for await (const page of paginateFilterLogEvents({ client }, input, options))
        for (const event of page.events ?? []) {
          if (shown.has(event.eventId!)) continue
          shown.add(event.eventId!)
          startTime = Math.max(startTime, event.timestamp! - late)
          console.log(values.json ? JSON.stringify(event) : line(event))
        }
    }
    if (values.follow) await untilInterrupted(show, target.local ? interval.local : interval.aws)
    else await show({})
    return 0
  })
}

/** Does the work again and again until Ctrl-C, which is how following is meant to end. */
async function untilInterrupted(
  work: (options: { readonly abortSignal: AbortSignal }) => Promise<void>,
  pause: number,
): Promise<void> {
  const interrupted = new AbortController()
  const { signal } = interrupted
  process.once('SIGINT', () => interrupted.abort())
  try {
    for (;;) {
      await work({ abortSignal: signal })
      await wait(pause, undefined, { signal })
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function line(event: FilteredLogEvent): string {
  const time = new Date(event.timestamp ?? 0).toISOString()
  const text = (event.message ?? '').trimEnd()
  try {
    const {
      level,
      message,
      timestamp: _,
      step: __,
      requestId: ___,
      ...rest
    } = JSON.parse(text) as Record<string, unknown>
    if (typeof message !== 'string') return `${time}  ${text}`
    const fields = Object.entries(rest).map(
      ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    return [time, String(level ?? '').padEnd(5), message, ...fields].join('  ')
  } catch {
    // A line that somebody printed by hand: shown as it is.
    return `${time}  ${text}`
  }
}
