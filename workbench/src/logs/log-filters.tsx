import { useParams } from '../url/index.ts'

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const

/** What narrows the lines; all of it in the URL. */
export function LogFilters({ steps }: { steps: readonly string[] }) {
  const [params, change] = useParams('logs')
  const set = Object.values(params).some(Boolean)
  return (
    <search className="toolbar">
      <h1>Logs</h1>
      <input
        className="input filter-text"
        type="search"
        placeholder="Text"
        aria-label="Text"
        value={params.text ?? ''}
        onChange={(event) => change({ text: event.target.value }, { replace: true })}
      />
      <select
        className="input filter"
        aria-label="Level"
        value={params.level ?? ''}
        onChange={(event) => change({ level: event.target.value }, { replace: true })}
      >
        <option value="">Any level</option>
        {levels.map((level) => (
          <option key={level}>{level}</option>
        ))}
      </select>
      <select
        className="input filter"
        aria-label="Step"
        value={params.step ?? ''}
        onChange={(event) => change({ step: event.target.value }, { replace: true })}
      >
        <option value="">Any Step</option>
        {steps.map((step) => (
          <option key={step}>{step}</option>
        ))}
      </select>
      <input
        className="input filter-text mono"
        placeholder="Trace id"
        aria-label="Trace id"
        value={params.trace ?? ''}
        onChange={(event) => change({ trace: event.target.value.trim() }, { replace: true })}
      />
      {set && (
        <button
          type="button"
          className="button quiet-button"
          onClick={() => change({ text: '', level: '', step: '', trace: '' })}
        >
          Clear
        </button>
      )}
    </search>
  )
}
