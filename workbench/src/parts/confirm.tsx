import { type ReactNode, useState } from 'react'

interface ConfirmProps {
  readonly children: ReactNode
  /** What the second click does, said in full: `Delete 12 messages`. */
  readonly question: string
  readonly disabled?: boolean
  readonly onConfirm: () => void
}

/** What cannot be undone asks once more, in the same place. */
export function Confirm({ children, question, disabled = false, onConfirm }: ConfirmProps) {
  const [asked, setAsked] = useState(false)
  if (!asked)
    return (
      <button type="button" className="button" disabled={disabled} onClick={() => setAsked(true)}>
        {children}
      </button>
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons in a toolbar, no form to group
    <span
      className="confirm"
      role="group"
      aria-label={question}
      onKeyDown={(event) => event.key === 'Escape' && setAsked(false)}
    >
      <button
        type="button"
        className="button is-danger"
        // biome-ignore lint/a11y/noAutofocus: it replaces the button that was just pressed
        autoFocus
        onClick={() => {
          setAsked(false)
          onConfirm()
        }}
      >
        {question}
      </button>
      <button type="button" className="button" onClick={() => setAsked(false)}>
        Keep
      </button>
    </span>
  )
}
