import { useEffect, useMemo, useRef, useState } from 'react'
import type { TraceDetail } from '../../../cli/dev/protocol.ts'
import { useApp, useTrace } from '../api/index.ts'
import { count, duration, moment } from '../format/index.ts'
import { useShortcuts } from '../keyboard/index.ts'
import { Failure, Icon, Id, PanelHead, TraceStatus, triggerOf } from '../parts/index.ts'
import { href, Link, useParams } from '../url/index.ts'
import { criticalPath } from './critical-path.ts'
import { LogList } from './log-list.tsx'
import { OverviewStrip } from './overview-strip.tsx'
import type { Range } from './scale.ts'
import { SpanDetails } from './span-details.tsx'
import { logsBySpan } from './span-logs.ts'
import { titleOf } from './span-title.ts'
import { stackOf } from './stack.ts'
import { StepLink } from './step-link.tsx'
import { rowsOf, subtreeOf, treeOf } from './tree.ts'
import { useNow } from './use-now.ts'
import { Waterfall } from './waterfall.tsx'

/** One trace: head, strip, waterfall, and details of what is selected. */
export function TraceView({ traceId }: { traceId: string }) {
  const { data: trace, error } = useTrace(traceId)
  if (error && !trace) return <Failure error={error} />
  return trace ? <Loaded trace={trace} /> : null
}

function Loaded({ trace }: { trace: TraceDetail }) {
  const { data: app } = useApp()
  const [params, change] = useParams('traces')
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [zoom, setZoom] = useState<Range>()
  const scroller = useRef<HTMLDivElement>(null)
  const now = useNow(trace.status === 'running' ? undefined : trace.end)
  const tree = useMemo(() => treeOf(trace.spans), [trace.spans])
  const rows = useMemo(() => rowsOf(tree, folded), [tree, folded])
  const critical = useMemo(() => criticalPath(tree, now), [tree, now])
  const logs = useMemo(() => logsBySpan(trace.spans, trace.logs), [trace])
  const hues = useMemo(() => new Map((app?.steps ?? []).map((step) => [step.name, triggerOf(step)])), [app])
  const whole = useMemo(() => ({ from: trace.start, to: Math.max(now, trace.start + 1) }), [trace.start, now])
  const selected = trace.spans.find((span) => span.id === params.span)

  const select = (span: string | undefined) => change({ span }, { replace: true })
  const fold = (id: string, now?: boolean) =>
    setFolded((held) => {
      const next = new Set(held)
      if (now ?? !held.has(id)) next.add(id)
      else next.delete(id)
      return next
    })
  const move = (by: number) => {
    const at = rows.findIndex((row) => row.span.id === selected?.id)
    select(rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.span.id)
  }
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
    arrowleft: () => selected && fold(selected.id, true),
    arrowright: () => selected && fold(selected.id, false),
    '0': () => setZoom(undefined),
    escape: () => (selected ? select(undefined) : change({ trace: undefined, span: undefined })),
  })
  const at = rows.findIndex((row) => row.span.id === selected?.id)
  useEffect(() => {
    const element = scroller.current
    if (!element || at < 0) return
    const top = at * 26 + 28
    if (top < element.scrollTop + 28) element.scrollTop = top - 60
    else if (top > element.scrollTop + element.clientHeight - 30) element.scrollTop = top - element.clientHeight + 60
  }, [at])

  const below = selected ? subtreeOf(tree, selected.id) : undefined
  const lines = below ? trace.logs.filter((line) => [...below].some((id) => logs.get(id)?.includes(line))) : trace.logs
  const retries = rows.filter((row) => row.retry !== undefined).length
  return (
    <div className="view">
      <div className="toolbar">
        <Link
          className="button is-icon quiet-button"
          href={href('traces', { ...params, trace: undefined, span: undefined })}
          aria-label="All traces"
          title="All traces (Escape)"
        >
          <Icon name="back" />
        </Link>
        <h1 className="clip">{trace.entry}</h1>
        <TraceStatus status={trace.status} />
        <strong>{duration(now - trace.start)}</strong>
        <span className="quiet" title={moment(trace.start)}>
          {moment(trace.start).slice(0, 23)}
        </span>
        <span className="grow" />
        <span className="quiet small">
          {count(trace.spans.length, 'span')}, {count(trace.steps.length, 'Step')}
        </span>
        {retries > 0 && <span className="amber small">{count(retries, 'retry', 'retries')}</span>}
        <Id value={trace.traceId} length={14} />
      </div>
      <OverviewStrip rows={rows} whole={whole} range={zoom ?? whole} now={now} onRange={setZoom} />
      <div className="split trace-split">
        <Waterfall
          rows={rows}
          range={zoom ?? whole}
          origin={trace.start}
          now={now}
          critical={critical}
          logs={logs}
          hues={hues}
          selected={selected?.id}
          onSelect={(id) => select(id === selected?.id ? undefined : id)}
          onFold={fold}
          scroller={scroller}
        />
        <aside className="side pane trace-side" aria-label={selected ? 'Span' : 'Trace'}>
          <PanelHead title={selected ? titleOf(selected) : 'Trace'} onClose={selected && (() => select(undefined))} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
          <section className="scroll" tabIndex={0} aria-label="Details">
            {selected ? (
              <SpanDetails
                key={selected.id}
                span={selected}
                origin={trace.start}
                now={now}
                logs={lines}
                stack={stackOf(selected, trace.logs)}
              />
            ) : (
              <Summary trace={trace} />
            )}
          </section>
        </aside>
      </div>
    </div>
  )
}

function Summary({ trace }: { trace: TraceDetail }) {
  const parents = new Set(trace.spans.filter((span) => span.error).map((span) => span.parentId))
  // An error is told where it began: its handler, not again by all around it.
  const failed = trace.spans.filter((span) => span.error && !parents.has(span.id))
  return (
    <>
      {failed.length > 0 && (
        <section className="section">
          <h3>Errors</h3>
          <ul>
            {[...Map.groupBy(failed, (span) => `${span.name}: ${span.error?.message}`)].map(([what, spans]) => (
              <li key={what}>
                <Link className="bad" href={href('traces', { trace: trace.traceId, span: spans.at(-1)?.id })}>
                  {what}
                </Link>
                {spans.length > 1 && <span className="quiet"> {spans.length} times, this is the last</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="section">
        <h3>Steps</h3>
        <ul>
          {trace.steps.map((step) => (
            <li key={step}>
              <StepLink step={step} />
            </li>
          ))}
        </ul>
      </section>
      <LogList logs={trace.logs} origin={trace.start} />
    </>
  )
}
