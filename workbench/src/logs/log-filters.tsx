import { ChoiceFilter, TextFilter } from '../parts/index.ts'
import { useParams } from '../url/index.ts'

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const

/** What narrows the lines; all of it in the URL. */
export function LogFilters({ steps }: { steps: readonly string[] }) {
  const [params, change] = useParams('logs')
  const { text, level, step, trace } = params
  const set = Object.values(params).some(Boolean)
  const narrow = (part: Parameters<typeof change>[0]) => change(part, { replace: true })
  return (
    <search className="toolbar">
      <h1>Logs</h1>
      <TextFilter label="Text" value={text} onChange={(text) => narrow({ text })} />
      <ChoiceFilter
        label="Level"
        any="Any level"
        options={levels}
        value={level}
        onChange={(level) => narrow({ level })}
      />
      <ChoiceFilter label="Step" any="Any Step" options={steps} value={step} onChange={(step) => narrow({ step })} />
      <TextFilter label="Trace id" value={trace} onChange={(trace) => narrow({ trace: trace.trim() })} />
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
