import type { LogLine } from '../../../cli/dev/protocol.ts'
import { count, duration, moment } from '../format/index.ts'
import { StackTrace } from '../parts/index.ts'

/** Lines of a trace, by the time since it began. */
export function LogList({ logs, origin }: { logs: readonly LogLine[]; origin: number }) {
  if (logs.length === 0) return null
  return (
    <section className="section">
      <h3>Logs</h3>
      <ul className="trace-logs">
        {[...logs]
          .sort((a, b) => a.time - b.time)
          .map((line) => (
            <li key={line.id} className={line.level === 'ERROR' ? 'bad' : ''}>
              <span className="quiet mono" title={moment(line.time)}>
                {duration(line.time - origin)}
              </span>{' '}
              <span className="second mono">{line.level}</span> {line.message}
              <Fields fields={line.fields} />
            </li>
          ))}
      </ul>
    </section>
  )
}

/** Fields in one line, and a stack as one reads it. */
function Fields({ fields: { stackTrace, ...fields } }: { fields: LogLine['fields'] }) {
  return (
    <>
      {Object.keys(fields).length > 0 && <code className="log-fields">{JSON.stringify(fields)}</code>}
      {Array.isArray(stackTrace) && (
        <details className="quiet">
          <summary className="small">{count(stackTrace.length, 'line')} of stack</summary>
          <StackTrace frames={stackTrace} />
        </details>
      )}
    </>
  )
}
