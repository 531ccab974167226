import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { percent, type Range } from './scale.ts'
import type { Row } from './tree.ts'

const height = 44

interface StripProps {
  readonly rows: readonly Row[]
  readonly whole: Range
  readonly range: Range
  readonly now: number
  readonly onRange: (range: Range | undefined) => void
}

/** All spans in small; dragging picks the stretch that the waterfall shows, a double click shows all. */
export function OverviewStrip({ rows, whole, range, now, onRange }: StripProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<Range>()
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const paint = () => draw(element, rows, whole, now)
    paint()
    const observer = new ResizeObserver(paint)
    observer.observe(element)
    const scheme = new MutationObserver(paint)
    scheme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      observer.disconnect()
      scheme.disconnect()
    }
  }, [rows, whole, now])

  const timeAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    return whole.from + share * (whole.to - whole.from)
  }
  const shown = drag ?? range
  const zoomed = shown.from > whole.from || shown.to < whole.to
  const ordered = { from: Math.min(shown.from, shown.to), to: Math.max(shown.from, shown.to) }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the waterfall itself is for all
    <div
      className="strip"
      title="Drag to zoom, double click for all"
      onDoubleClick={() => onRange(undefined)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: timeAt(event), to: timeAt(event) })
      }}
      onPointerMove={(event) => drag && setDrag({ from: drag.from, to: timeAt(event) })}
      onPointerUp={() => {
        setDrag(undefined)
        if (drag && ordered.to - ordered.from > (whole.to - whole.from) / 200) onRange(ordered)
      }}
    >
      <canvas ref={canvas} />
      {zoomed && (
        <>
          <span className="strip-out" style={{ left: 0, width: `${percent(whole, ordered.from)}%` }} />
          <span className="strip-out" style={{ right: 0, width: `${100 - percent(whole, ordered.to)}%` }} />
        </>
      )}
    </div>
  )
}

function draw(canvas: HTMLCanvasElement, rows: readonly Row[], whole: Range, now: number): void {
  const scale = window.devicePixelRatio
  const width = canvas.clientWidth
  canvas.width = width * scale
  canvas.height = height * scale
  const pen = canvas.getContext('2d')
  if (!pen) return
  // A canvas does not know light-dark(): the computed colours of elements do.
  const style = getComputedStyle(canvas)
  const colours = { rest: style.color, wait: style.borderTopColor, error: style.outlineColor }
  pen.scale(scale, scale)
  const row = Math.max(1, Math.min(4, (height - 4) / Math.max(1, rows.length)))
  rows.forEach(({ span }, index) => {
    const x = (percent(whole, span.start) / 100) * width
    const end = (percent(whole, span.end ?? now) / 100) * width
    pen.fillStyle = span.status === 'error' ? colours.error : span.kind === 'queue' ? colours.wait : colours.rest
    const y = 2 + (rows.length * row <= height - 4 ? index * row : (index / rows.length) * (height - 4))
    pen.fillRect(x, y, Math.max(1, end - x), Math.max(1, row - 0.5))
  })
}
