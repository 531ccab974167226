import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { putItem } from '../api/index.ts'
import { isJson } from '../endpoints/json-field.tsx'
import { Failure, PanelHead } from '../parts/index.ts'
import { TtlField } from './item-editor.tsx'

interface NewItemProps {
  readonly group: string
  /** With what was made, or without when given up. */
  readonly onDone: (made?: { group: string; key: string }) => void
}

/** An item to begin with: `group:key` as in `state.set`. */
export function NewItem({ group, onDone }: NewItemProps) {
  const [name, setName] = useState(group ? `${group}:` : '')
  const [text, setText] = useState('{}')
  const [ttl, setTtl] = useState('')
  const client = useQueryClient()
  const at = name.indexOf(':')
  const target = at < 0 ? { group: '_', key: name } : { group: name.slice(0, at), key: name.slice(at + 1) }
  const ready = target.group !== '' && target.key !== '' && isJson(text)
  const save = useMutation({
    mutationFn: () => putItem(target.group, target.key, JSON.parse(text), ttl === '' ? null : Number(ttl)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['state'] })
      onDone(target)
    },
  })
  return (
    <aside className="side pane state-side" aria-label="New item">
      <PanelHead title="New item" onClose={() => onDone()} />
      <label className="section line">
        <span className="quiet">Key</span>
        <input
          className="input mono grow"
          placeholder="order:123"
          // biome-ignore lint/a11y/noAutofocus: it was opened to type in
          autoFocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <textarea
        className={`input state-text ${isJson(text) ? '' : 'is-wrong'}`}
        aria-label="Value as JSON"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {save.error && <Failure error={save.error} />}
      <TtlField ttl={ttl} onChange={setTtl} />
      <footer className="section line">
        <button
          type="button"
          className="button is-primary"
          disabled={!ready || save.isPending}
          onClick={() => save.mutate()}
        >
          Save
        </button>
        <button type="button" className="button" onClick={() => onDone()}>
          Cancel
        </button>
      </footer>
    </aside>
  )
}
