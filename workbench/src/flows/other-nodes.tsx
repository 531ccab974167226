import { Handle, type NodeProps, Position } from '@xyflow/react'
import { useTopicFindings } from '../api/index.ts'
import { Icon } from '../parts/index.ts'
import type { OutsideNode, StateNode } from './nodes.ts'
import { useLight } from './spotlight.ts'

/** The state table, as the cylinder that everybody draws. */
export function StateCylinder({ id, selected }: NodeProps<StateNode>) {
  const light = useLight(id)
  return (
    <button type="button" className={`cylinder ${light}`} data-selected={selected || undefined}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <svg width="96" height="64" viewBox="0 0 96 64" aria-hidden="true">
        <path d="M1 10C1 5 22 1 48 1s47 4 47 9v44c0 5-21 9-47 9S1 59 1 54Z" />
        <path d="M1 10c0 5 21 9 47 9s47-4 47-9" />
      </svg>
      <span className="cylinder-name">State</span>
    </button>
  )
}

/** Where a topic leaves the picture or enters it. */
export function OutsideTopic({ id, data }: NodeProps<OutsideNode>) {
  const findings = useTopicFindings(data.topic)
  const light = useLight(id)
  const out = data.end === 'out'
  const what = data.step ?? (out ? 'no subscriber here' : 'no emitter here')
  const place = data.step === null ? `${data.topic}: ${what}` : `${data.step}, a Step of another flow`
  const title = findings.map((finding) => finding.message).join('\n') || place
  return (
    <div className={`outside ${data.step === null ? '' : 'is-step'} ${light}`} title={title}>
      <Handle type={out ? 'target' : 'source'} position={out ? Position.Left : Position.Right} isConnectable={false} />
      {findings.length > 0 && <Icon name="alert" size={14} />}
      <span className="clip">{what}</span>
    </div>
  )
}
