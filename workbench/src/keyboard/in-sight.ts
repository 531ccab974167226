import { type RefObject, useEffect, useRef } from 'react'

/** Keeps the selected row of a scrolled list in sight: it may have been selected by a key, or by an address. */
export function useInSight<T extends HTMLElement>(selected: string | undefined): RefObject<T | null> {
  const list = useRef<T>(null)
  useEffect(() => {
    if (selected === undefined) return
    list.current?.querySelector('[aria-selected="true"], [aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return list
}
