import { useState } from 'react'
import { Icon } from './icons.tsx'

/** JSON with coloured values and folding; long arrays open in part. */
export function JsonView({ value, depth = 0, name }: { value: unknown; depth?: number; name?: string }) {
  const entries = entriesOf(value)
  const [open, setOpen] = useState(depth < 3 && (entries?.length ?? 0) <= 100)
  const label = name === undefined ? null : <span className="json-key">{JSON.stringify(name)}: </span>
  if (!entries || entries.length === 0) {
    return (
      <div className="json-line" style={{ paddingLeft: depth * 16 + 16 }}>
        {label}
        <Scalar value={value} />
      </div>
    )
  }
  const array = Array.isArray(value)
  const [start, end] = array ? ['[', ']'] : ['{', '}']
  return (
    <div className={depth === 0 ? 'json mono' : undefined}>
      <div className="json-line" style={{ paddingLeft: depth * 16 }}>
        <button type="button" className="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" size={12} />
          <span className="hidden-label">{open ? 'Fold' : 'Unfold'}</span>
        </button>
        {label}
        {start}
        {!open && <span className="quiet"> {entries.length === 1 ? '1 entry' : `${entries.length} entries`} </span>}
        {!open && end}
      </div>
      {open &&
        entries.map(([key, entry]) => (
          <JsonView key={key} value={entry} depth={depth + 1} {...(array ? {} : { name: key })} />
        ))}
      {open && (
        <div className="json-line" style={{ paddingLeft: depth * 16 + 16 }}>
          {end}
        </div>
      )}
    </div>
  )
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined
}

function Scalar({ value }: { value: unknown }) {
  if (Array.isArray(value)) return <span>[]</span>
  if (typeof value === 'object' && value !== null) return <span>{'{}'}</span>
  const kind = typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'keyword'
  return <span className={`code-${kind}`}>{JSON.stringify(value) ?? 'undefined'}</span>
}
