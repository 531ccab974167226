import { useState } from 'react'
import type { JsonSchema } from '../../../lib/steps/model.ts'
import { json } from '../format/index.ts'
import { Tabs } from '../parts/index.ts'
import { isJson } from './json-field.tsx'
import { SchemaForm } from './schema-form.tsx'
import type { Problems } from './validate.ts'

interface BodyEditorProps {
  readonly schema: JsonSchema | undefined
  readonly text: string
  readonly problems: Problems
  readonly onChange: (text: string) => void
}

/** The body, as a form and as text: two sights of one thing. */
export function BodyEditor({ schema, text, problems, onChange }: BodyEditorProps) {
  const [mode, setMode] = useState<'form' | 'json'>('form')
  const shown = schema === undefined ? 'json' : mode
  const valid = isJson(text)
  return (
    <section className="body-editor">
      <Tabs
        label="Body"
        tabs={[
          ...(schema === undefined ? [] : [{ id: 'form' as const, title: 'Form' }]),
          { id: 'json' as const, title: 'JSON' },
        ]}
        current={shown}
        onChange={setMode}
      />
      {shown === 'form' && schema !== undefined && (
        <div className="section" role="tabpanel" aria-label="Form">
          {valid ? (
            <SchemaForm
              schema={schema}
              value={JSON.parse(text)}
              problems={problems}
              onChange={(value) => onChange(json(value))}
            />
          ) : (
            <p className="bad">The body is not JSON: mend it in the JSON tab and the form comes back.</p>
          )}
        </div>
      )}
      {shown === 'json' && (
        <div className="section" role="tabpanel" aria-label="JSON">
          <textarea
            className={`input wide ${valid && problems.size === 0 ? '' : 'is-wrong'}`}
            aria-label="Body as JSON"
            spellCheck={false}
            rows={Math.max(10, Math.min(30, text.split('\n').length + 1))}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
          {!valid && <p className="bad small">Not JSON: {syntaxProblem(text)}</p>}
          {valid &&
            [...problems].map(([pointer, problem]) => (
              <p key={pointer} className="bad small">
                <code>{pointer || '/'}</code> {problem}
              </p>
            ))}
        </div>
      )}
    </section>
  )
}

function syntaxProblem(text: string): string {
  try {
    JSON.parse(text)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
