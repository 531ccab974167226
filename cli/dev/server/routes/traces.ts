import { Hono } from 'hono'
import type { Trace } from '../../../../emulator/index.ts'
import type { TraceDetail, TraceSummary } from '../../protocol.ts'
import type { Session } from '../../session.ts'
import { notFound } from '../errors.ts'
import { numberIn } from '../query.ts'

/** The list of traces with its filters, and one trace with its logs. */
export function traces(session: Session): Hono {
  return new Hono()
    .get('/traces', (context) => {
      const { status, step, topic, text, minDuration, limit } = context.req.query()
      const least = numberIn(minDuration, 'minDuration', 0)
      const found = session.emulator
        .traces()
        .map((trace) => ({ trace, summary: summarize(trace) }))
        .filter(
          ({ trace, summary }) =>
            (!status || summary.status === status) &&
            (!step || summary.steps.includes(step)) &&
            (!topic || summary.topics.includes(topic)) &&
            summary.duration >= least &&
            (!text || mentions(trace, text)),
        )
        .map(({ summary }) => summary)
        .sort((a, b) => b.start - a.start)
      return context.json(found.slice(0, numberIn(limit, 'limit', 200, 1_000)))
    })
    .get('/traces/:traceId', (context) => {
      const traceId = context.req.param('traceId')
      const [trace] = session.emulator.traces({ traceId, limit: 1 })
      if (!trace) throw notFound('trace', traceId)
      return context.json({ ...trace, logs: session.emulator.logs({ traceId, limit: 5_000 }) } satisfies TraceDetail)
    })
}

function summarize(trace: Trace): TraceSummary {
  const topics = trace.spans.flatMap((span) =>
    typeof span.attributes['topic'] === 'string' ? [span.attributes['topic']] : [],
  )
  return {
    traceId: trace.traceId,
    start: trace.start,
    duration: trace.end - trace.start,
    status: trace.status,
    entry: trace.entry,
    steps: trace.steps,
    topics: [...new Set(topics)],
    spanCount: trace.spans.length,
    errorCount: trace.spans.filter((span) => span.status === 'error').length,
  }
}

function mentions(trace: Trace, text: string): boolean {
  const wanted = text.toLowerCase()
  const texts = [
    trace.traceId,
    trace.entry,
    ...trace.spans.flatMap((span) => [
      span.name,
      span.error?.message ?? '',
      ...Object.values(span.attributes).map(String),
    ]),
  ]
  return texts.some((candidate) => candidate.toLowerCase().includes(wanted))
}
