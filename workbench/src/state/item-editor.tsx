import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { StateItem } from '../../../cli/dev/protocol.ts'
import { deleteItem, putItem } from '../api/index.ts'
import { isJson } from '../endpoints/json-field.tsx'
import { ago, json, moment } from '../format/index.ts'
import { useShortcuts } from '../keyboard/index.ts'
import { Confirm, CopyButton, Failure, Icon, PanelHead } from '../parts/index.ts'

/** An item's value as JSON, its time to live, save and delete. */
export function ItemEditor({ item, onClose }: { item: StateItem; onClose: () => void }) {
  /** The version that was read into the fields. */
  const [base, setBase] = useState(item)
  const [text, setText] = useState(() => json(item.value))
  const [ttl, setTtl] = useState(() => ttlText(item))
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['state'] })
  const save = useMutation({
    mutationFn: () => putItem(item.group, item.key, JSON.parse(text), ttl === '' ? null : Number(ttl)),
    onSuccess: async (saved) => {
      take(saved)
      await refresh()
    },
  })
  const remove = useMutation({
    mutationFn: () => deleteItem(item.group, item.key),
    onSuccess: async () => {
      onClose()
      await refresh()
    },
  })
  const valid = isJson(text)
  const changed = text !== json(base.value) || ttl !== ttlText(base)
  const take = (version: StateItem) => {
    setBase(version)
    setText(json(version.value))
    setTtl(ttlText(version))
  }
  // What a Step wrote is shown at once, but never over what somebody is typing.
  const [seen, setSeen] = useState(item)
  if (item !== seen) {
    setSeen(item)
    if (!changed) take(item)
  }
  const behind = changed && item.version !== base.version
  const submit = () => valid && changed && save.mutate()
  useShortcuts({ 'mod+enter': submit })
  const error = save.error ?? remove.error
  const name = `${item.group}:${item.key}`
  return (
    <aside className="side pane state-side" aria-label={`Item ${name}`}>
      <PanelHead title={name} look="mono" onClose={onClose}>
        <CopyButton text={name} label="Copy the key" />
      </PanelHead>
      <textarea
        className={`input state-text ${valid ? '' : 'is-wrong'}`}
        aria-label="Value as JSON"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {!valid && <p className="bad small section">Not JSON: it cannot be saved like this.</p>}
      {behind && (
        <p className="section second" role="status">
          Written meanwhile (version {item.version}): Revert shows it, Save replaces it.
        </p>
      )}
      {error && <Failure error={error} />}
      <TtlField ttl={ttl} onChange={setTtl} />
      <footer className="section line">
        <button
          type="button"
          className="button is-primary"
          disabled={!valid || !changed || save.isPending}
          title="Ctrl Enter"
          onClick={submit}
        >
          Save
        </button>
        <button type="button" className="button" disabled={!changed} onClick={() => take(item)}>
          Revert
        </button>
        <span className="grow" />
        <Confirm question={`Delete ${item.key}`} onConfirm={() => remove.mutate()}>
          <Icon name="trash" size={14} /> Delete
        </Confirm>
      </footer>
    </aside>
  )
}

const ttlText = ({ ttl }: StateItem) => (ttl === null ? '' : String(ttl))

/** When an item goes, in seconds since 1970, with what that means. */
export function TtlField({ ttl, onChange }: { ttl: string; onChange: (ttl: string) => void }) {
  const inAnHour = () => onChange(String(Math.floor(Date.now() / 1000) + 3600))
  return (
    <label className="section line">
      <span className="quiet">Expires</span>
      <input
        className="input mono ttl"
        type="number"
        min={0}
        placeholder="never"
        aria-label="Expires, seconds since 1970"
        value={ttl}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="quiet small clip" title={ttl === '' ? undefined : moment(Number(ttl) * 1000)}>
        {ttl === '' ? 's since 1970' : ago(Number(ttl) * 1000)}
      </span>
      <button type="button" className="button quiet-button" onClick={ttl === '' ? inAnHour : () => onChange('')}>
        {ttl === '' ? 'In 1 h' : 'Never'}
      </button>
    </label>
  )
}
