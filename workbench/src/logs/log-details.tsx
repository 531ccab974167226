import type { LogLine } from '../../../cli/dev/protocol.ts'
import { json, moment } from '../format/index.ts'
import { CopyButton, Icon, Id, JsonView } from '../parts/index.ts'
import { href, Link } from '../url/index.ts'

/** One line with all its fields. */
export function LogDetails({ line, onClose }: { line: LogLine; onClose: () => void }) {
  const stack = line.fields['stackTrace']
  return (
    <aside className="side pane log-side" aria-label="Log line">
      <header className="panel-head">
        <h2 className={`clip grow ${line.level === 'ERROR' ? 'bad' : ''}`}>{line.level}</h2>
        <CopyButton text={json(line)} label="Copy as JSON" />
        <button
          type="button"
          className="button is-icon quiet-button"
          aria-label="Close"
          title="Close (Escape)"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <div className="scroll">
        <p className="section log-message">{line.message}</p>
        <section className="section">
          <dl className="facts">
            <dt>Time</dt>
            <dd>{moment(line.time)}</dd>
            <dt>Step</dt>
            <dd>
              <Link href={href('flows', { step: line.step })}>{line.step}</Link>
            </dd>
            {line.requestId && (
              <>
                <dt>Request</dt>
                <dd>
                  <Id value={line.requestId} length={24} />
                </dd>
              </>
            )}
            {line.traceId && (
              <>
                <dt>Trace</dt>
                <dd className="line">
                  <Id value={line.traceId} length={18} />
                  <Link href={href('traces', { trace: line.traceId })}>open</Link>
                  <Link href={href('logs', { trace: line.traceId })}>its lines</Link>
                </dd>
              </>
            )}
          </dl>
        </section>
        {Array.isArray(stack) && <pre className="section stack">{stack.join('\n')}</pre>}
        {Object.keys(line.fields).length > 0 && (
          <section className="section">
            <h3>Fields</h3>
            <JsonView value={line.fields} />
          </section>
        )}
      </div>
    </aside>
  )
}
