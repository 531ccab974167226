import { type ReactNode, useEffect, useRef } from 'react'

interface DialogProps {
  readonly label: string
  readonly children: ReactNode
  readonly onClose: () => void
}

/** Something that is looked at and left: closed by Escape or a click beside it; focus goes back to where it was. */
export function Dialog({ label, children, onClose }: DialogProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    if (!element.current?.contains(before)) element.current?.focus()
    return () => (before instanceof HTMLElement ? before.focus() : undefined)
  }, [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the backdrop; Escape does the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: the backdrop; Escape does the same
    <div className="overlay" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={element}
        className="dialog"
        role="dialog"
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onClose()
        }}
      >
        {children}
      </div>
    </div>
  )
}
