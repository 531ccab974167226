import { ago, duration, moment } from '../format/index.ts'
import { StatusCode } from '../parts/index.ts'
import { href, Link } from '../url/index.ts'
import { type Call, clearCalls } from './history.ts'

/** Calls made before: a click brings request and answer back. */
export function HistoryList({
  app,
  calls,
  current,
}: {
  app: string
  calls: readonly Call[]
  current: string | undefined
}) {
  if (calls.length === 0) return null
  return (
    <section className="calls" aria-label="History">
      <h2 className="line">
        <span className="grow">History</span>
        <button type="button" className="button quiet-button" onClick={() => clearCalls(app)}>
          Clear
        </button>
      </h2>
      <ul>
        {calls.map((call) => (
          <li key={call.id}>
            <Link
              className="call"
              aria-current={call.id === current ? 'true' : undefined}
              href={href('endpoints', { step: call.step, call: call.id })}
            >
              {call.response ? <StatusCode status={call.response.status} /> : <span className="bad mono">none</span>}
              <span className="clip grow">{call.step}</span>
              {call.response && <span className="quiet small">{duration(call.response.duration)}</span>}
              <span className="quiet small" title={moment(call.time)}>
                {ago(call.time)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
