import { useState } from 'react'
import type { AppInfo, TraceSummary } from '../../../cli/dev/protocol.ts'
import { traceLimit, useApp, useTraces } from '../api/index.ts'
import { apiTriggerOf, curlOf, draftOf, requestOf } from '../endpoints/draft.ts'
import { duration, moment, timeOfDay } from '../format/index.ts'
import { useInSight, useRowKeys, useShortcuts } from '../keyboard/index.ts'
import { Empty, TraceStatus } from '../parts/index.ts'
import { href, Link, useParams, visit } from '../url/index.ts'
import { Filters } from './filters.tsx'

/** All traces, newest first, narrowed by the filters. */
export function TraceList() {
  const { data: app } = useApp()
  const [params, change] = useParams('traces')
  const { status, step, topic, text, over } = params
  const filtered = Boolean(status || step || topic || text || over)
  const minDuration = over ? Number(over) : undefined
  const { data: traces, error } = useTraces({ status, step, topic, text, minDuration })
  const [at, setAt] = useState<string>()
  useRowKeys(
    traces ?? [],
    (trace) => trace.traceId === at,
    (trace) => setAt(trace.traceId),
  )
  useShortcuts({ enter: () => at !== undefined && change({ trace: at }) })
  const table = useInSight<HTMLTableElement>(at)
  const call = app && firstCall(app)
  const longest = Math.max(1, ...(traces ?? []).map((trace) => trace.duration))
  return (
    <div className="view">
      <Filters />
      <div className="scroll">
        {error && !traces && <p className="failure">{error.message}</p>}
        {traces?.length === 0 &&
          (filtered ? (
            <Empty title="No trace fits these filters">Fewer of them show more.</Empty>
          ) : (
            <Empty title="No traces yet" {...(call ? { code: call } : {})}>
              Every request, message and schedule of this app appears here as it happens.{call && ' Make the first:'}
            </Empty>
          ))}
        {traces && traces.length > 0 && (
          <table className="table trace-table" ref={table}>
            <thead>
              <tr>
                <th>Time</th>
                <th>Began with</th>
                <th>Steps</th>
                <th className="number">Spans</th>
                <th>Status</th>
                <th>Duration</th>
              </tr>
            </thead>
            <tbody>
              {traces.map((trace) => (
                <TraceRow
                  key={trace.traceId}
                  trace={trace}
                  selected={trace.traceId === at}
                  longest={longest}
                  url={href('traces', { ...params, trace: trace.traceId })}
                />
              ))}
            </tbody>
          </table>
        )}
        {traces?.length === traceLimit && (
          <p className="section quiet">These are the newest {traceLimit}: filters find older ones.</p>
        )}
      </div>
    </div>
  )
}

interface TraceRowProps {
  readonly trace: TraceSummary
  readonly selected: boolean
  readonly longest: number
  readonly url: string
}

function TraceRow({ trace, selected, longest, url }: TraceRowProps) {
  return (
    <tr className="can-open" aria-selected={selected} onClick={() => visit(url)}>
      <td className="mono" title={moment(trace.start)}>
        {timeOfDay(trace.start)}
      </td>
      <td title={trace.traceId}>
        <Link href={url}>{trace.entry}</Link>
      </td>
      <td className="second" title={trace.steps.join(', ')}>
        {trace.steps.join(', ')}
      </td>
      <td className="number second">{trace.spanCount}</td>
      <td>
        <TraceStatus status={trace.status} />
        {trace.errorCount > 1 && <span className="quiet"> {trace.errorCount}</span>}
      </td>
      <td>
        <span className="duration-cell">
          <span className="duration-text">{duration(trace.duration)}</span>
          <span className="duration-track">
            <span
              className={`duration-bar ${trace.status === 'error' ? 'is-error' : ''}`}
              style={{ width: `max(2px, ${(trace.duration / longest) * 100}%)` }}
            />
          </span>
        </span>
      </td>
    </tr>
  )
}

/** A request that makes the first trace: to the first route that writes, else to any. */
function firstCall({ apiUrl, steps }: AppInfo): string | undefined {
  const routes = steps.map(apiTriggerOf).filter((trigger) => trigger !== undefined)
  const route = routes.find(({ method, bodySchema }) => method === 'POST' && bodySchema !== undefined) ?? routes[0]
  if (!route || apiUrl === null) return undefined
  const draft = draftOf(route, new Map([['id', '1']]))
  const body = draft.body === '' ? '' : JSON.stringify(JSON.parse(draft.body))
  return curlOf(apiUrl, requestOf(route, { ...draft, body }))
}
