import type { ReactFlowProps } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import { type Graph, stateId } from './graph.ts'
import type { FlowNode, TopicEdge } from './nodes.ts'
import { pin } from './pinned.ts'
import { pathOfNode, spotlight } from './spotlight.ts'

export interface PointerProps {
  readonly app: string
  readonly graph: Graph
  readonly onSelect: (step: string | undefined) => void
  /** A Step of another flow was chosen. */
  readonly onElsewhere: (step: string) => void
  readonly onState: () => void
}

type Handlers = Pick<
  ReactFlowProps<FlowNode, TopicEdge>,
  | 'onNodeClick'
  | 'onPaneClick'
  | 'onMoveStart'
  | 'onMoveEnd'
  | 'onNodeMouseEnter'
  | 'onNodeMouseLeave'
  | 'onEdgeMouseEnter'
  | 'onEdgeMouseLeave'
  | 'onNodeDragStart'
  | 'onNodeDragStop'
>

/** What the pointer does to the graph. The same functions for good: a new one would draw all 200 cards again. */
export function usePointer(props: PointerProps): Handlers {
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  return useMemo(() => {
    let moving = false
    const start = () => {
      moving = true
      spotlight(null)
    }
    const end = () => {
      moving = false
    }
    return {
      onNodeClick: (_, node) => {
        const { onSelect, onElsewhere, onState } = latest.current
        if (node.type === 'step') onSelect(node.data.step)
        if (node.type === 'outside' && node.data.step !== null) onElsewhere(node.data.step)
        if (node.id === stateId) onState()
      },
      onPaneClick: () => latest.current.onSelect(undefined),
      onMoveStart: start,
      onMoveEnd: end,
      onNodeMouseEnter: (_, node) => !moving && spotlight(() => pathOfNode(latest.current.graph, node.id)),
      onNodeMouseLeave: () => spotlight(null),
      onEdgeMouseEnter: (_, edge) => !moving && edge.data?.onEnter(),
      onEdgeMouseLeave: () => spotlight(null),
      onNodeDragStart: start,
      onNodeDragStop: (_, node) => {
        end()
        pin(latest.current.app, node.id, node.position)
      },
    }
  }, [])
}
