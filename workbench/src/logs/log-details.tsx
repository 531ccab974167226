import type { LogLine } from '../../../cli/dev/protocol.ts'
import { json, moment } from '../format/index.ts'
import { CopyButton, Id, JsonView, PanelHead, StackTrace } from '../parts/index.ts'
import { href, Link } from '../url/index.ts'

/** One line with all its fields. */
export function LogDetails({ line, onClose }: { line: LogLine; onClose: () => void }) {
  const { stackTrace: stack, ...fields } = line.fields
  return (
    <aside className="side pane log-side" aria-label="Log line">
      <PanelHead title={line.level} look={line.level === 'ERROR' ? 'bad' : ''} onClose={onClose}>
        <CopyButton text={json(line)} label="Copy as JSON" />
      </PanelHead>
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
        {Array.isArray(stack) && <StackTrace frames={stack} look="section" />}
        {Object.keys(fields).length > 0 && (
          <section className="section">
            <h3>Fields</h3>
            <JsonView value={fields} />
          </section>
        )}
      </div>
    </aside>
  )
}
