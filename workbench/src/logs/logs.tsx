import { useLayoutEffect, useRef, useState } from 'react'
import { useApp, useLogs } from '../api/index.ts'
import { count } from '../format/index.ts'
import { useShortcuts } from '../keyboard/index.ts'
import { Empty, Failure, Icon, VirtualRows } from '../parts/index.ts'
import { useParams } from '../url/index.ts'
import { LogDetails } from './log-details.tsx'
import { LogFilters } from './log-filters.tsx'
import { LogRow, rowHeight } from './log-row.tsx'

/** Lines as they come; following stops when one scrolls up to read. */
export function Logs() {
  const { data: app } = useApp()
  const [params] = useParams('logs')
  const { level, step, trace, text } = params
  const { data: lines = [], error } = useLogs({ level, step, traceId: trace, text })
  const [open, setOpen] = useState<number>()
  const [following, setFollowing] = useState(true)
  const scroller = useRef<HTMLDivElement>(null)
  const last = lines.at(-1)?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what moves the list
  useLayoutEffect(() => {
    if (following && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [last, following])
  const move = (by: number) => {
    const at = lines.findIndex((line) => line.id === open)
    const next = at < 0 ? lines.length - 1 : Math.max(0, Math.min(lines.length - 1, at + by))
    setFollowing(false)
    setOpen(lines[next]?.id)
    const element = scroller.current
    const top = next * rowHeight
    if (!element) return
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight
  }
  useShortcuts({ j: () => move(1), k: () => move(-1), escape: () => setOpen(undefined) })
  const selected = lines.find((line) => line.id === open)
  const filtered = Boolean(level || step || trace || text)
  return (
    <div className="view">
      <LogFilters steps={app?.steps.map((one) => one.name) ?? []} />
      {error && <Failure error={error} />}
      {lines.length === 0 && (
        <Empty
          title={filtered ? 'No line fits these filters' : 'No logs yet'}
          {...(filtered ? {} : { code: "logger.info('order created', { orderId: order.id })" })}
        >
          {filtered ? 'Fewer of them show more.' : 'What Steps write with logger or print appears here at once.'}
        </Empty>
      )}
      <div className="split log-split">
        {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        <div
          className="scroll log-list mono"
          ref={scroller}
          role="log"
          aria-label="Log lines"
          tabIndex={0}
          onScroll={(event) => {
            const { scrollTop, clientHeight, scrollHeight } = event.currentTarget
            setFollowing(scrollTop + clientHeight >= scrollHeight - 4)
          }}
        >
          <VirtualRows items={lines} row={rowHeight} scroller={scroller}>
            {(line) => (
              <LogRow
                key={line.id}
                line={line}
                selected={line.id === open}
                onSelect={() => setOpen(line.id === open ? undefined : line.id)}
              />
            )}
          </VirtualRows>
        </div>
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        {selected && <LogDetails line={selected} onClose={() => setOpen(undefined)} />}
      </div>
      <div className="log-foot">
        <span className="quiet small">{count(lines.length, 'line')}</span>
        <span className="grow" />
        <button
          type="button"
          className="button quiet-button"
          aria-pressed={following}
          onClick={() => setFollowing(!following)}
        >
          <Icon name={following ? 'pause' : 'down'} size={14} />
          {following ? 'Following' : 'Follow'}
        </button>
      </div>
    </div>
  )
}
