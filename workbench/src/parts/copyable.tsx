import { type ReactNode, useEffect, useState } from 'react'
import { Icon } from './icons.tsx'

/** Copies, and says so in place for a moment. */
export function CopyButton({ text, label, children }: { text: string; label: string; children?: ReactNode }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1200)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      className={children ? 'button quiet-button' : 'copy'}
      title={label}
      onClick={(event) => {
        event.stopPropagation()
        navigator.clipboard.writeText(text).then(() => setCopied(true))
      }}
    >
      <Icon name={copied ? 'check' : 'copy'} size={14} />
      {children ? copied ? 'Copied' : children : <span className="hidden-label">{label}</span>}
    </button>
  )
}

/** An id that may be cut for the eye: whole on hover and when copied. */
export function Id({ value, length = 12 }: { value: string; length?: number }) {
  const short = value.length > length + 2 ? `${value.slice(0, 4)}…${value.slice(4 - length)}` : value
  return (
    <span className="id">
      <span className="mono clip" title={value}>
        {short}
      </span>
      <CopyButton text={value} label={`Copy ${value}`} />
    </span>
  )
}
