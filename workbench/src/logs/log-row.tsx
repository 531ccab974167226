import type { LogLine } from '../../../cli/dev/protocol.ts'
import { moment, timeOfDay } from '../format/index.ts'
import { href, Link } from '../url/index.ts'

export const rowHeight = 24

interface LogRowProps {
  readonly line: LogLine
  readonly selected: boolean
  readonly onSelect: () => void
}

export function LogRow({ line, selected, onSelect }: LogRowProps) {
  const fields = Object.keys(line.fields).length > 0 ? JSON.stringify(line.fields) : ''
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: j and k open lines; see logs.tsx
    // biome-ignore lint/a11y/noStaticElementInteractions: j and k open lines; see logs.tsx
    <div className={`log-row is-${line.level.toLowerCase()}`} data-selected={selected || undefined} onClick={onSelect}>
      <span className="log-time" title={moment(line.time)}>
        {timeOfDay(line.time)}
      </span>
      <span className="log-level">{line.level}</span>
      <span className="log-step clip" title={line.step}>
        {line.step}
      </span>
      <span className="log-text clip">
        {line.message} <span className="quiet">{fields}</span>
      </span>
      {line.traceId && (
        <Link className="log-trace" href={href('traces', { trace: line.traceId })} title={line.traceId}>
          trace
        </Link>
      )}
    </div>
  )
}
