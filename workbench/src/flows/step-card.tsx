import { Handle, type NodeProps, Position, useStore } from '@xyflow/react'
import { memo } from 'react'
import type { Finding, StepView } from '../../../cli/dev/protocol.ts'
import { useIsRunning, useStepPart } from '../api/index.ts'
import { count } from '../format/index.ts'
import { addressOf, Icon, LanguageBadge, Sparkline, TriggerIcon, triggerOf } from '../parts/index.ts'
import type { StepNode } from './nodes.ts'
import { useLight } from './spotlight.ts'

/** Below this zoom nothing but a name could be read: the rest is left out, as it is until the zoom is known. */
const legible = 0.4

/** A Step: what starts it, its language, what it did in the last minute, what is wrong with it. */
export const StepCard = memo(function StepCard({ id, data, selected }: NodeProps<StepNode>) {
  const part = useStepPart(data.step)
  const running = useIsRunning(data.step)
  const light = useLight(id)
  const far = useStore((store) => store.transform[2] < legible || !store.nodesInitialized)
  if (!part) return null
  const { step, findings } = part
  const type = triggerOf(step)
  return (
    <button
      type="button"
      className={`card hue-${type} ${light}`}
      data-running={running || undefined}
      data-selected={selected || undefined}
      aria-pressed={selected}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      {far ? (
        <span className="card-name card-far clip">{step.name}</span>
      ) : (
        <CardContent step={step} findings={findings} />
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </button>
  )
})

function CardContent({ step, findings }: { step: StepView; findings: readonly Finding[] }) {
  const type = triggerOf(step)
  const address = addressOf(step)
  const wrong = findings.some((finding) => finding.severity === 'error')
  return (
    <>
      <span className="card-line">
        <TriggerIcon type={type} />
        <span className="card-name clip grow">{step.name}</span>
        {findings.length > 0 && (
          <span className={wrong ? 'bad' : 'second'} title={findings.map((finding) => finding.message).join('\n')}>
            <Icon name="alert" size={14} />
            <span className="hidden-label">{count(findings.length, 'finding')}</span>
          </span>
        )}
        {type !== 'noop' && <LanguageBadge language={step.language} />}
      </span>
      <span className="card-address mono clip" title={address}>
        {address}
      </span>
      <span className="card-line card-foot">
        <Sparkline values={step.sparkline} title="invocations in the last minute, each bar 5 s" />
        <span className="grow" />
        {step.errors > 0 && <span className="bad">{count(step.errors, 'error')}</span>}
        <span className="quiet">{count(step.invocations, 'run')}</span>
        {step.state.length > 0 && (
          <span className="card-state" title={`state: ${step.state.join(', ')}`}>
            <Icon name="state" size={12} />
            <span className="hidden-label">uses state</span>
          </span>
        )}
      </span>
    </>
  )
}
