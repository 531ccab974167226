import type { ReactNode } from 'react'
import { Icon } from './icons.tsx'

interface PanelHeadProps {
  readonly title: string
  /** How the title is set: `mono` for a key, `bad` for an error. */
  readonly look?: string
  readonly before?: ReactNode
  /** Between the title and the button that closes. */
  readonly children?: ReactNode
  readonly onClose?: (() => void) | undefined
}

/** The head of a panel at the side: what it is about, and how to close it. */
export function PanelHead({ title, look = '', before, children, onClose }: PanelHeadProps) {
  return (
    <header className="panel-head">
      {before}
      <h2 className={`clip grow ${look}`} title={title}>
        {title}
      </h2>
      {children}
      {onClose && (
        <button
          type="button"
          className="button is-icon quiet-button"
          aria-label="Close"
          title="Close (Escape)"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      )}
    </header>
  )
}
