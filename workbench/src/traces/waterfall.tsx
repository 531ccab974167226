import { type RefObject, useRef } from 'react'
import type { LogLine } from '../../../cli/dev/protocol.ts'
import { duration } from '../format/index.ts'
import { Icon, type TriggerType, VirtualRows } from '../parts/index.ts'
import { labelOf, percent, type Range, ticksOf } from './scale.ts'
import { titleOf } from './span-title.ts'
import type { Row } from './tree.ts'

const rowHeight = 26

interface WaterfallProps {
  readonly rows: readonly Row[]
  readonly range: Range
  readonly origin: number
  readonly now: number
  readonly critical: ReadonlySet<string>
  readonly logs: ReadonlyMap<string, readonly LogLine[]>
  readonly hues: ReadonlyMap<string, TriggerType>
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
  readonly onFold: (id: string) => void
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** Time from left to right, cause from top to bottom; only the rows in sight are drawn. */
export function Waterfall(props: WaterfallProps) {
  const { rows, range, origin, scroller, selected } = props
  const ticks = useRef<number[]>([])
  ticks.current = ticksOf(range, origin, 6)
  return (
    <div className="waterfall scroll" ref={scroller} role="tree" aria-label="Spans" tabIndex={0}>
      <div className="waterfall-head" aria-hidden="true">
        <span className="waterfall-name">Span</span>
        <span className="waterfall-time">
          {ticks.current
            .filter((tick) => percent(range, origin + tick) < 94)
            .map((tick) => (
              <span key={tick} className="tick" style={{ left: `${percent(range, origin + tick)}%` }}>
                {duration(tick)}
              </span>
            ))}
        </span>
      </div>
      <VirtualRows items={rows} row={rowHeight} scroller={scroller}>
        {(row) => (
          <SpanRow key={row.span.id} {...props} row={row} ticks={ticks.current} current={row.span.id === selected} />
        )}
      </VirtualRows>
    </div>
  )
}

interface SpanRowProps extends WaterfallProps {
  readonly row: Row
  readonly ticks: readonly number[]
  readonly current: boolean
}

function SpanRow({ row, range, origin, now, critical, logs, hues, current, onSelect, onFold, ticks }: SpanRowProps) {
  const { span } = row
  const hue =
    span.kind === 'request'
      ? 'api'
      : span.kind === 'queue' || span.kind === 'emit'
        ? 'event'
        : hues.get(span.step ?? '')
  const own =
    span.kind === 'handler' ||
    span.kind === 'invocation' ||
    span.kind === 'request' ||
    span.kind === 'queue' ||
    span.kind === 'emit'
  const length = (span.end ?? now) - span.start
  const left = percent(range, span.start)
  const width = percent(range, span.start + length) - left
  const label = labelOf(left, left + width)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: j, k and the arrows select; see trace.tsx
    <div
      className={`span-row hue-${own ? (hue ?? 'neutral') : 'neutral'}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={current}
      aria-expanded={row.children > 0 ? !row.folded : undefined}
      onClick={() => onSelect(span.id)}
    >
      <span className="waterfall-name" style={{ paddingLeft: 8 + Math.min(row.depth, 10) * 12 }}>
        {row.children > 0 ? (
          <button
            type="button"
            className="fold"
            tabIndex={-1}
            aria-expanded={!row.folded}
            aria-label={row.folded ? 'Unfold' : 'Fold'}
            onClick={(event) => {
              event.stopPropagation()
              onFold(span.id)
            }}
          >
            <Icon name="chevron" size={12} />
          </button>
        ) : (
          <span className="fold" />
        )}
        <span className={`span-kind ${span.status === 'error' ? 'bad' : ''}`}>{kinds[span.kind]}</span>
        <span className={`clip grow ${span.status === 'error' ? 'bad' : ''}`} title={titleOf(span)}>
          {titleOf(span)}
        </span>
        {row.retry !== undefined && <span className="retry-tag">try {row.retry}</span>}
        {row.folded && <span className="quiet small">+{row.children}</span>}
      </span>
      <span className="waterfall-time">
        {ticks.map((tick) => (
          <i key={tick} className="grid-line" style={{ left: `${percent(range, origin + tick)}%` }} />
        ))}
        <span
          className={`bar kind-${span.kind} is-${span.status} ${critical.has(span.id) ? 'is-critical' : ''}`}
          style={{ left: `${left}%`, width: `max(2px, ${width}%)` }}
        />
        <span
          className={`bar-label ${label.on ? 'is-on-bar' : ''}`}
          style={label.left === undefined ? { right: `${label.right}%` } : { left: `${label.left}%` }}
        >
          {duration(length)}
        </span>
        {logs.get(span.id)?.map((line) => (
          <i
            key={line.id}
            className={`log-mark is-${line.level.toLowerCase()}`}
            style={{ left: `${percent(range, line.time)}%` }}
            title={`${line.level} ${line.message}`}
          />
        ))}
      </span>
    </div>
  )
}

const kinds = {
  request: 'HTTP',
  queue: 'wait',
  invocation: 'run',
  init: 'init',
  handler: 'handler',
  emit: 'emit',
  state: 'state',
  stream: 'stream',
  call: 'call',
} as const
