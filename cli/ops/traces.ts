import { paginateGetTraceSummaries, type TraceSummary, XRayClient } from '@aws-sdk/client-xray'
import { table } from '../table.ts'
import { withAws } from './credentials.ts'
import { commonHelp, durationOf, parse, type Target, targetOf } from './options.ts'

const help = `usage: motia-aws traces [options]

Lists X-Ray traces of the app's Steps, newest first, each with a link to the console (with --local, to the Workbench).

  --since <time>     how far back: 90s, 10m, 2h, at most 6h at once (10m)
  --step <name>      only traces that this Step took part in
  --trace <id>       only this flow: the traceId that Steps log, over all linked traces
  --errors           only traces in which something failed
${commonHelp}`

/** `motia-aws traces`. */
export async function traces(args: string[]): Promise<number> {
  const { values } = parse(args, {
    since: { type: 'string', default: '10m' },
    step: { type: 'string' },
    trace: { type: 'string' },
    errors: { type: 'boolean', default: false },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const EndTime = new Date()
  const StartTime = new Date(EndTime.getTime() - durationOf(values.since, '--since'))
  const FilterExpression = filterOf(values)
  const target = targetOf(values)
  return withAws(target, async () => {
    const client = new XRayClient(target.client)
    const region = await client.config.region()
    const rows: Row[] = []
    for await (const page of paginateGetTraceSummaries({ client }, { StartTime, EndTime, FilterExpression }))
      for (const summary of page.TraceSummaries ?? []) rows.push(describe(summary, target, region))
    rows.sort((a, b) => b.start.localeCompare(a.start))
    if (values.json) console.log(JSON.stringify(rows, null, 2))
    else if (rows.length === 0) console.log(`no traces in the last ${values.since}`)
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

/** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html */
function filterOf(values: { step?: string | undefined; trace?: string | undefined; errors: boolean }): string {
  const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  const parts = [
    values.step === undefined ? 'annotation[step]' : `annotation[step] = ${quoted(values.step)}`,
    ...(values.trace === undefined ? [] : [`annotation[traceId] = ${quoted(values.trace)}`]),
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
