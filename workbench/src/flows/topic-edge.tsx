import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import { memo } from 'react'
import { useIsRunning } from '../api/index.ts'
import type { TopicEdge as TopicEdgeType } from './nodes.ts'
import { useLight } from './spotlight.ts'

/** A topic between two Steps, or a Step's use of state; glows while the Step that it leads to runs. */
export const TopicEdge = memo(function TopicEdge({ id, data, ...edge }: EdgeProps<TopicEdgeType>) {
  const light = useLight(id)
  const running = useIsRunning(data?.to ?? '')
  const [path, x, y] = getBezierPath({ ...edge, curvature: 0.3 })
  const state = data?.state ?? false
  const classes = ['topic', state && 'is-state', data?.dashed && 'is-dashed', running && 'is-running', light]
  const named = data && !state
  return (
    <>
      <BaseEdge id={id} path={path} className={classes.filter(Boolean).join(' ')} interactionWidth={state ? 0 : 14} />
      {named && (
        <EdgeLabelRenderer>
          <div
            className={`topic-label mono ${light}`}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            title={data.dashed ? `${data.label}, not always sent` : data.label}
            onPointerEnter={data.onEnter}
            onPointerLeave={data.onLeave}
          >
            {data.label}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
