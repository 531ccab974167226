import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { statePage, useApp, useStateGroups, useTraces } from '../api/index.ts'
import { Dialog } from '../keyboard/index.ts'
import { visit } from '../url/index.ts'
import { entriesOf, match } from './entries.ts'

/** Ctrl-K: goes to any view, Step, route, trace or state item. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const { data: app } = useApp()
  const { data: traces = [] } = useTraces()
  const { data: groups = [] } = useStateGroups()
  const items = useItems(useDeferredValue(text))
  const found = match(entriesOf({ steps: app?.steps ?? [], traces, groups, items }), text)
  const current = Math.min(at, found.length - 1)

  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const open = (index: number) => {
    const entry = found[index]
    if (!entry) return
    onClose()
    visit(entry.url)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(current)
    else if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, current + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1))
    else return
    event.preventDefault()
  }
  return (
    <Dialog label="Search" onClose={onClose}>
      <input
        className="palette-input"
        placeholder="Steps, routes, traces, state keys"
        aria-label="Search"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={current >= 0 ? `palette-${current}` : undefined}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div className="palette-list" id="palette-list" role="listbox" aria-label="Results" ref={list}>
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox
          <div
            key={entry.url + entry.kind}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className="palette-item"
            onMouseMove={() => setAt(index)}
            onClick={() => open(index)}
          >
            <span className="palette-kind">{entry.kind}</span>
            <span className="clip grow">{entry.title}</span>
            <span className="palette-note clip mono">{entry.note}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="section quiet">Nothing is called “{text}”.</p>}
    </Dialog>
  )
}

/** Items of the group that stands before the first `:`, by the prefix after it. */
function useItems(text: string) {
  const [group = '', ...rest] = text.trim().split(':')
  const prefix = rest.join(':')
  const { data } = useQuery({
    queryKey: ['state', 'palette', group, prefix],
    queryFn: ({ signal }) => statePage(group, prefix, undefined, signal),
    enabled: rest.length > 0 && group !== '',
  })
  return data?.items ?? []
}
