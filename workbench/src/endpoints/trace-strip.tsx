import { useMemo } from 'react'
import { useApp, useTrace } from '../api/index.ts'
import { count, duration } from '../format/index.ts'
import { TraceStatus, triggerOf } from '../parts/index.ts'
import { percent } from '../traces/scale.ts'
import { titleOf } from '../traces/span-title.ts'
import { rowsOf, treeOf } from '../traces/tree.ts'
import { href, Link } from '../url/index.ts'

/** The Steps and waits that one call set off, in small: handlers and queues alone; the rest is a click away. */
export function TraceStrip({ traceId }: { traceId: string }) {
  const { data: trace } = useTrace(traceId)
  const { data: app } = useApp()
  const rows = useMemo(() => {
    const all = trace ? rowsOf(treeOf(trace.spans), new Set()) : []
    return all.filter(({ span }) => span.kind === 'invocation' || span.kind === 'queue' || span.kind === 'request')
  }, [trace])
  const url = href('traces', { trace: traceId })
  if (!trace)
    return (
      <section className="trace-strip" aria-label="Trace of this call">
        <p className="line">
          <Link href={url}>Trace of this call</Link>
          <span className="quiet">on its way</span>
        </p>
      </section>
    )
  const range = { from: trace.start, to: Math.max(trace.end, trace.start + 1) }
  const typeOf = (name: string | undefined) => {
    const step = app?.steps.find((one) => one.name === name)
    return step ? triggerOf(step) : 'event'
  }
  return (
    <section className="trace-strip" aria-label="Trace of this call">
      <p className="line">
        <Link href={url}>Trace of this call</Link>
        <TraceStatus status={trace.status} />
        <span className="grow" />
        <span className="quiet small">
          {count(trace.steps.length, 'Step')}, {count(trace.spans.length, 'span')}, {duration(trace.end - trace.start)}
        </span>
      </p>
      <ul>
        {rows.slice(0, 14).map(({ span, retry }) => {
          const left = percent(range, span.start)
          const end = span.end ?? trace.end
          return (
            <li key={span.id}>
              <Link
                className={`strip-row hue-${span.kind === 'request' ? 'api' : typeOf(span.step)}`}
                href={href('traces', { trace: traceId, span: span.id })}
              >
                <span
                  className={`clip strip-name ${span.status === 'error' ? 'bad' : ''} ${span.kind === 'queue' ? 'quiet' : ''}`}
                >
                  {titleOf(span)}
                  {retry !== undefined && <span className="retry-tag">try {retry}</span>}
                </span>
                <span className="strip-time">
                  <span
                    className={`bar kind-${span.kind === 'queue' ? 'queue' : 'handler'} is-${span.status}`}
                    style={{ left: `${left}%`, width: `max(2px, ${percent(range, end) - left}%)` }}
                  />
                </span>
                <span className="strip-duration">{duration(end - span.start)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
      {rows.length > 14 && (
        <p className="small">
          <Link href={url}>{rows.length - 14} more</Link>
        </p>
      )}
    </section>
  )
}
