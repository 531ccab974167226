import { Icon } from '../parts/index.ts'
import type { Pair } from './draft.ts'

interface PairsProps {
  readonly title: string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
  /** Names are given by the route and cannot be changed. */
  readonly fixed?: boolean
}

/** Path parameters, query and headers: names and values. */
export function Pairs({ title, pairs, onChange, fixed = false }: PairsProps) {
  if (fixed && pairs.length === 0) return null
  const put = (at: number, change: Partial<Pair>) =>
    onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...change } : pair)))
  return (
    <section className="section">
      <h3 className="line pairs-title">
        <span className="grow">{title}</span>
        {!fixed && (
          <button
            type="button"
            className="copy"
            title={`Add to ${title}`}
            onClick={() => onChange([...pairs, { name: '', value: '' }])}
          >
            <Icon name="plus" size={14} />
            <span className="hidden-label">Add to {title}</span>
          </button>
        )}
      </h3>
      {pairs.map((pair, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity while they are typed
        <div key={at} className="pair">
          <input
            className="input mono"
            aria-label={`${title}, name`}
            placeholder="name"
            readOnly={fixed}
            value={pair.name}
            title={pair.note}
            onChange={(event) => put(at, { name: event.target.value })}
          />
          <input
            className={`input mono ${fixed && pair.value === '' ? 'is-wrong' : ''}`}
            aria-label={pair.name || `${title}, value`}
            placeholder={pair.note ?? (fixed ? 'required' : 'value')}
            value={pair.value}
            onChange={(event) => put(at, { value: event.target.value })}
          />
          {!fixed && (
            <button
              type="button"
              className="copy"
              title="Remove"
              onClick={() => onChange(pairs.filter((_, index) => index !== at))}
            >
              <Icon name="close" size={14} />
              <span className="hidden-label">Remove {pair.name}</span>
            </button>
          )}
        </div>
      ))}
    </section>
  )
}
