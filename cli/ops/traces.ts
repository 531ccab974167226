import { paginateGetTraceSummaries, type TraceSummary, XRayClient } from '@aws-sdk/client-xray'
import { UsageError } from '../errors.ts'
import { table } from '../table.ts'
import { withAws } from './credentials.ts'
import { commonHelp, durationOf, parse, type Target, targetOf } from './options.ts'

const help = `usage: motia-aws traces [traceId] [options]

Lists X-Ray traces of the app's Steps, newest first, each with a link to the console (with --local, to the Workbench).
With the traceId that Steps log, and dead letters have: those of this flow alone, from its beginning on.

  --since <time>     how far back: 90s, 10m, 2h, at most 6h at once (10m; of a flow, its first 6h)
  --step <name>      only traces that this Step took part in
  --trace <id>       the same as the argument
  --errors           only traces in which something failed
${commonHelp}`

/** `motia-aws traces`. */
export async function traces(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    since: { type: 'string' },
    step: { type: 'string' },
    trace: { type: 'string' },
    errors: { type: 'boolean', default: false },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const flow = flowOf(positionals[0], values.trace)
  const { StartTime, EndTime, told } = spanOf(flow, values.since)
  const FilterExpression = filterOf(values, flow)
  const target = targetOf(values)
  return withAws(target, async () => {
    const client = new XRayClient(target.client)
    const region = await client.config.region()
    const rows: Row[] = []
    for await (const page of paginateGetTraceSummaries({ client }, { StartTime, EndTime, FilterExpression }))
      for (const summary of page.TraceSummaries ?? []) rows.push(describe(summary, target, region))
    rows.sort((a, b) => b.start.localeCompare(a.start))
    if (values.json) console.log(JSON.stringify(rows, null, 2))
    else if (rows.length === 0) console.log(`no traces ${told}`)
    else
      console.log(
        table(
          ['START', 'DURATION', 'STATUS', 'STEPS', 'LINK'],
          rows.map((row) => [
            row.start,
            `${(row.duration * 1000).toFixed(0)} ms`,
            row.status,
            row.steps.join(', '),
            row.link,
          ]),
        ),
      )
    return 0
  })
}

interface Row {
  readonly id: string
  readonly start: string
  /** Seconds. */
  readonly duration: number
  readonly status: 'ok' | 'error'
  readonly steps: readonly string[]
  readonly link: string
}

interface Flow {
  readonly id: string
  /** ms since 1970. */
  readonly began: number
}

/**
 * A trace's id holds the second in which it began: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
 *
 * @throws {UsageError} for two ids, and for what is none
 */
function flowOf(argument: string | undefined, option: string | undefined): Flow | undefined {
  if (argument !== undefined && option !== undefined && argument !== option)
    throw new UsageError(`${argument} and --trace ${option} are two flows; ask for one at a time`)
  const id = argument ?? option
  if (id === undefined) return undefined
  const match = /^1-([\da-f]{8})-[\da-f]{24}$/.exec(id)
  if (!match)
    throw new UsageError(
      `${JSON.stringify(id)} is no traceId, such as 1-5759e988-bd862e3fe1be46a994272793; --step <name> gives the traces of a Step`,
    )
  return { id, began: Number.parseInt(match[1]!, 16) * 1_000 }
}

/** ms that one question to X-Ray may span: https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html */
const longest = 6 * 3_600_000

function spanOf(flow: Flow | undefined, since: string | undefined) {
  const now = Date.now()
  if (flow === undefined || since !== undefined) {
    const back = durationOf(since ?? '10m', '--since')
    return { StartTime: new Date(now - back), EndTime: new Date(now), told: `in the last ${since ?? '10m'}` }
  }
  // The machine that began it may be a little ahead of this one.
  const StartTime = new Date(Math.min(flow.began, now) - 60_000)
  const EndTime = new Date(Math.min(now, StartTime.getTime() + longest))
  return { StartTime, EndTime, told: `of ${flow.id} from ${StartTime.toISOString()} to ${EndTime.toISOString()}` }
}

/** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html */
function filterOf(values: { step?: string | undefined; errors: boolean }, flow: Flow | undefined): string {
  const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  const parts = [
    values.step === undefined ? 'annotation[step]' : `annotation[step] = ${quoted(values.step)}`,
    ...(flow === undefined ? [] : [`annotation[traceId] = ${quoted(flow.id)}`]),
    // `error` and `fault` tell of the root segment, Lambda's: a handler that fails is found by its annotation.
    ...(values.errors ? ['(error = true OR fault = true OR annotation[error])'] : []),
  ]
  return parts.join(' AND ')
}

function describe(summary: TraceSummary, { local }: Target, region: string): Row {
  const annotated = (key: string) =>
    (summary.Annotations?.[key] ?? []).map((entry) => entry.AnnotationValue?.StringValue ?? '')
  const failed = summary.HasError || summary.HasFault || annotated('error').length > 0
  return {
    id: summary.Id!,
    start: (summary.StartTime ?? new Date(0)).toISOString(),
    duration: summary.Duration ?? 0,
    status: failed ? 'error' : 'ok',
    steps: [...new Set(annotated('step'))].sort(),
    link: local
      ? `${local.workbenchUrl}/traces?trace=${annotated('traceId')[0] ?? summary.Id}`
      : `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#xray:traces/${summary.Id}`,
  }
}
