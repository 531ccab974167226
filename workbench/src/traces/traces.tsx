import { useTraces } from '../api/index.ts'
import { useShortcuts } from '../keyboard/index.ts'
import { useParams } from '../url/index.ts'
import { TraceView } from './trace.tsx'
import { TraceList } from './trace-list.tsx'

export function Traces() {
  const [{ trace }] = useParams('traces')
  return trace ? <One key={trace} trace={trace} /> : <TraceList />
}

/** A trace opened from the list: [ and ] go to its neighbours there. */
function One({ trace }: { trace: string }) {
  const [params, change] = useParams('traces')
  const { status, step, topic, text, over } = params
  const { data = [] } = useTraces({ status, step, topic, text, minDuration: over ? Number(over) : undefined })
  const open = (by: number) => {
    const next = data[data.findIndex((entry) => entry.traceId === trace) + by]
    if (next) change({ trace: next.traceId, span: undefined })
  }
  useShortcuts({ '[': () => open(-1), ']': () => open(1) })
  return <TraceView traceId={trace} />
}
