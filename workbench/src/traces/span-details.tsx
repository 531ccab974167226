import type { LogLine, Span } from '../../../cli/dev/protocol.ts'
import { duration, moment } from '../format/index.ts'
import { CopyButton, JsonDiff } from '../parts/index.ts'
import { ErrorPlace } from './error-place.tsx'
import { LogList } from './log-list.tsx'
import { StepLink } from './step-link.tsx'

interface SpanDetailsProps {
  readonly span: Span
  readonly origin: number
  readonly now: number
  /** Lines of this span and what is below it. */
  readonly logs: readonly LogLine[]
  readonly stack: readonly string[]
}

/** Everything known of one span. */
export function SpanDetails({ span, origin, now, logs, stack }: SpanDetailsProps) {
  const attributes = Object.entries(span.attributes)
  return (
    <>
      {span.error && <ErrorPlace error={span.error} step={span.step} stack={stack} />}
      {span.change && (
        <section className="section">
          <h3>{changeTitle(span.change)}</h3>
          <JsonDiff before={span.change.before} after={span.change.after} />
        </section>
      )}
      <section className="section">
        <dl className="facts">
          <dt>Kind</dt>
          <dd>{span.kind}</dd>
          {span.step && (
            <>
              <dt>Step</dt>
              <dd>
                <StepLink step={span.step} />
              </dd>
            </>
          )}
          <dt>Began</dt>
          <dd title={moment(span.start)}>{duration(span.start - origin)} after the start</dd>
          <dt>Took</dt>
          <dd>{span.end === undefined ? `${duration(now - span.start)} so far` : duration(span.end - span.start)}</dd>
        </dl>
      </section>
      {attributes.length > 0 && (
        <section className="section">
          <h3>Attributes</h3>
          <dl className="facts">
            {attributes.map(([name, value]) => (
              <div key={name} className="fact">
                <dt>{name}</dt>
                <dd className="line">
                  <code className="clip" title={String(value)}>
                    {String(value)}
                  </code>
                  <CopyButton text={String(value)} label={`Copy ${name}`} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <LogList logs={logs} origin={origin} />
    </>
  )
}

function changeTitle({ before, after }: { before: unknown; after: unknown }): string {
  if (before === null || before === undefined) return 'New item'
  return after === null || after === undefined ? 'Deleted item' : 'What changed'
}
