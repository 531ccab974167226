import { ReactFlowProvider } from '@xyflow/react'
import { type ReactNode, useMemo } from 'react'
import { useApp, useGraphSource } from '../api/index.ts'
import { count } from '../format/index.ts'
import { useRowKeys, useShortcuts } from '../keyboard/index.ts'
import { Empty, TriggerIcon } from '../parts/index.ts'
import { go, useParams } from '../url/index.ts'
import { Canvas } from './canvas.tsx'
import { graphOf } from './graph.ts'
import { Panel } from './panel.tsx'
import { useAnyLight } from './spotlight.ts'

const example = `import { defineStep } from 'motia-aws'

export default defineStep({
  type: 'api',
  method: 'GET',
  path: '/hello',
  handler: () => ({ message: 'hello' }),
})`

/** Steps and topics as a graph, with all about one Step beside it. */
export function Flows() {
  const { data: app } = useApp()
  const [params, change] = useParams('flows')
  const withState = params.state !== 'off'
  const source = useGraphSource()
  const graph = useMemo(
    () => source && graphOf(source, { flow: params.flow, state: withState }),
    [source, params.flow, withState],
  )
  useRowKeys(
    app?.steps ?? [],
    (step) => step.name === params.step,
    (step) => change({ step: step.name }, { replace: true }),
  )
  useShortcuts({ escape: () => change({ step: undefined, tab: undefined }) })
  if (!app || !graph) return null
  const selected = app.steps.find((step) => step.name === params.step)
  if (app.steps.length === 0)
    return (
      <Empty title="No Steps yet" code={example}>
        A Step is one file with a config and a handler. Save this as <code>steps/hello.step.ts</code> and it appears
        here.
      </Empty>
    )
  return (
    <div className="view">
      <div className="toolbar">
        <h1>Flows</h1>
        <label className="line">
          <span className="hidden-label">Flow</span>
          <select
            className="input"
            value={params.flow ?? ''}
            onChange={(event) => change({ flow: event.target.value })}
          >
            <option value="">All flows</option>
            {app.flows.map((flow) => (
              <option key={flow}>{flow}</option>
            ))}
          </select>
        </label>
        <label className="line second">
          <input
            type="checkbox"
            checked={withState}
            onChange={(event) => change({ state: event.target.checked ? undefined : 'off' })}
          />
          State
        </label>
        <span className="grow" />
        <Legend />
        <span className="quiet small">{count(graph.nodes.filter((node) => node.kind === 'step').length, 'Step')}</span>
      </div>
      <div className="split">
        <Spotlit nodes={graph.nodes.length}>
          <ReactFlowProvider>
            <Canvas
              app={app.name}
              graph={graph}
              selected={selected?.name}
              onSelect={(step) => change({ step, ...(step ? {} : { tab: undefined }) })}
              onElsewhere={(step) => change({ flow: undefined, step })}
              onState={() => go('state')}
            />
          </ReactFlowProvider>
        </Spotlit>
        {selected && <Panel step={selected} onClose={() => change({ step: undefined, tab: undefined })} />}
      </div>
    </div>
  )
}

/** More cards than this cannot be dimmed without a stall: their edges alone are. */
const many = 60

/** Where the graph stands, dimmed but for what the pointer is on. */
function Spotlit({ nodes, children }: { nodes: number; children: ReactNode }) {
  const lit = useAnyLight() && (nodes > many ? 'many' : 'few')
  return (
    <section className="grow flow-canvas" aria-label="Graph" data-lit={lit || undefined}>
      {children}
    </section>
  )
}

function Legend() {
  return (
    <span className="line legend" aria-hidden="true">
      {(['api', 'event', 'cron'] as const).map((type) => (
        <span key={type} className="line">
          <TriggerIcon type={type} />
          {{ api: 'API', event: 'Event', cron: 'Cron' }[type]}
        </span>
      ))}
      <span className="line">
        <svg width="20" height="8" aria-hidden="true">
          <path className="topic is-dashed" d="M0 4h20" />
        </svg>
        conditional
      </span>
    </span>
  )
}
