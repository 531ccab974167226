import type { StepView } from '../../../cli/dev/protocol.ts'
import { useTraces } from '../api/index.ts'
import { duration, moment, timeOfDay } from '../format/index.ts'
import { Empty, TraceStatus } from '../parts/index.ts'
import { go, href, Link } from '../url/index.ts'

export function InvocationsTab({ step }: { step: StepView }) {
  const { data: traces = [] } = useTraces({ step: step.name, limit: 50 })
  if (traces.length === 0) return <Empty title="Not run yet">Its latest traces will stand here.</Empty>
  return (
    <table className="table">
      <thead>
        <tr>
          <th>Time</th>
          <th>Began with</th>
          <th className="status-column">Status</th>
          <th className="number">Duration</th>
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => {
          const url = href('traces', { trace: trace.traceId })
          return (
            <tr key={trace.traceId} className="can-open" onClick={() => go('traces', { trace: trace.traceId })}>
              <td className="mono" title={moment(trace.start)}>
                <Link href={url}>{timeOfDay(trace.start)}</Link>
              </td>
              <td>{trace.entry}</td>
              <td>
                <TraceStatus status={trace.status} />
              </td>
              <td className="number">{duration(trace.duration)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
