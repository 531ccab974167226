import { useApp } from '../api/index.ts'
import { ChoiceFilter, TextFilter } from '../parts/index.ts'
import { useParams } from '../url/index.ts'
import type { ViewParams } from '../url/place.ts'

type Key = Extract<ViewParams['traces'], 'status' | 'step' | 'topic'>

/** What narrows the list; all of it in the URL. */
export function Filters() {
  const { data: app } = useApp()
  const [params, change] = useParams('traces')
  const steps = app?.steps.map((step) => step.name) ?? []
  const topics = [...new Set(app?.edges.map((edge) => edge.topic))]
  const choices: readonly (readonly [Key, string, readonly string[]])[] = [
    ['status', 'Any status', ['ok', 'error', 'running']],
    ['step', 'Any Step', steps],
    ['topic', 'Any topic', topics],
  ]
  const set = Object.values(params).some(Boolean)
  return (
    <search className="toolbar">
      <h1>Traces</h1>
      <TextFilter
        label="Text"
        placeholder="Entry, id, Step"
        value={params.text}
        onChange={(text) => change({ text }, { replace: true })}
      />
      {choices.map(([key, any, options]) => (
        <ChoiceFilter
          key={key}
          label={key}
          any={any}
          options={options}
          value={params[key]}
          onChange={(value) => change({ [key]: value }, { replace: true })}
        />
      ))}
      <label className="line second">
        over
        <input
          className="input filter-over"
          type="number"
          min={0}
          placeholder="0"
          value={params.over ?? ''}
          onChange={(event) => change({ over: event.target.value }, { replace: true })}
        />
        ms
      </label>
      {set && (
        <button
          type="button"
          className="button quiet-button"
          onClick={() => change({ status: '', step: '', topic: '', text: '', over: '' })}
        >
          Clear
        </button>
      )}
    </search>
  )
}
