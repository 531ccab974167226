import { useState } from 'react'
import { json } from '../format/index.ts'
import { type FieldProps, Labelled } from './schema-form.tsx'

/** A part of the body as JSON: what is typed is taken over as soon as it is JSON again. */
export function JsonField({ value, onChange, note, ...field }: FieldProps & { note?: string | undefined }) {
  const [typed, setTyped] = useState<string>()
  const text = typed ?? (value === undefined ? '' : json(value))
  const edit = (next: string) => {
    setTyped(next)
    if (next.trim() === '') onChange(undefined)
    else if (isJson(next)) onChange(JSON.parse(next))
  }
  const broken = text.trim() !== '' && !isJson(text)
  return (
    <Labelled {...field} note={broken ? 'Not JSON yet; the last good value is kept.' : note}>
      {(id, wrong) => (
        <textarea
          id={id}
          className={`input wide ${wrong || broken ? 'is-wrong' : ''}`}
          rows={Math.min(8, text.split('\n').length)}
          spellCheck={false}
          placeholder="JSON"
          value={text}
          onChange={(event) => edit(event.target.value)}
          onBlur={() => !broken && setTyped(undefined)}
        />
      )}
    </Labelled>
  )
}

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
