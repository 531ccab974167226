import type { StateItem } from '../../../cli/dev/protocol.ts'
import { ago, moment } from '../format/index.ts'
import { useInSight } from '../keyboard/index.ts'

interface ItemTableProps {
  readonly items: readonly StateItem[]
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
}

export function ItemTable({ items, selected, onSelect }: ItemTableProps) {
  const table = useInSight<HTMLTableElement>(selected)
  if (items.length === 0) return null
  return (
    <table className="table item-table" ref={table}>
      <thead>
        <tr>
          <th>Key</th>
          <th>Value</th>
          <th className="number">Version</th>
          <th className="number">Expires</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr
            key={item.key}
            className="can-open"
            aria-selected={item.key === selected}
            onClick={() => onSelect(item.key)}
          >
            <td title={item.key}>
              <button type="button" className="row-button mono" onClick={() => onSelect(item.key)}>
                {item.key}
              </button>
            </td>
            <td className="mono second">{JSON.stringify(item.value)?.slice(0, 300)}</td>
            <td className="number">{item.version}</td>
            <td className="number second" title={item.ttl === null ? undefined : moment(item.ttl * 1000)}>
              {item.ttl === null ? 'never' : ago(item.ttl * 1000)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
