import { type ReactNode, type RefObject, useEffect, useState } from 'react'

export interface Window {
  readonly first: number
  readonly last: number
}

/** The rows of a scrolled list of fixed row height that are in sight, and some more on both sides. */
export function useWindow(scroller: RefObject<HTMLElement | null>, count: number, row: number, offset = 0): Window {
  const [range, setRange] = useState<Window>({ first: 0, last: 60 })
  // Not a layout effect: those of a child run before the ref of the element around it is set.
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => {
      const first = Math.max(0, Math.floor((element.scrollTop - offset) / row) - 10)
      const last = Math.ceil((element.scrollTop - offset + element.clientHeight) / row) + 10
      setRange((held) => (held.first === first && held.last === last ? held : { first, last }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [scroller, row, offset])
  return { first: Math.min(range.first, Math.max(0, count - 1)), last: Math.min(range.last, count) }
}

interface VirtualRowsProps<T> {
  readonly items: readonly T[]
  readonly row: number
  readonly scroller: RefObject<HTMLElement | null>
  readonly children: (item: T, index: number) => ReactNode
}

/** Draws only the rows in sight; the rest is empty height. */
export function VirtualRows<T>({ items, row, scroller, children }: VirtualRowsProps<T>) {
  const { first, last } = useWindow(scroller, items.length, row)
  return (
    <div style={{ height: items.length * row, position: 'relative' }}>
      <div style={{ transform: `translateY(${first * row}px)` }}>
        {items.slice(first, last).map((item, index) => children(item, first + index))}
      </div>
    </div>
  )
}
