import { type EdgeTypes, MiniMap, type NodeTypes, ReactFlow, useNodesState, useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import { CanvasControls, fit } from './canvas-controls.tsx'
import { type Graph, stepId } from './graph.ts'
import { useKeepInSight } from './keep-in-sight.ts'
import { layOut } from './layout.ts'
import { type FlowNode, flowEdges, flowNodes } from './nodes.ts'
import { OutsideTopic, StateCylinder } from './other-nodes.tsx'
import { pinnedPositions, unpinAll } from './pinned.ts'
import { type PointerProps, usePointer } from './pointer.ts'
import { spotlight } from './spotlight.ts'
import { StepCard } from './step-card.tsx'
import { TopicEdge } from './topic-edge.tsx'

const nodeTypes: NodeTypes = { step: StepCard, state: StateCylinder, outside: OutsideTopic }
const edgeTypes: EdgeTypes = { topic: TopicEdge }

/** From so many nodes on a small map helps. */
const mapFrom = 30

interface CanvasProps extends PointerProps {
  readonly selected: string | undefined
}

/** The graph, drawn: pan, zoom, drag, point at. */
export function Canvas({ selected, ...props }: CanvasProps) {
  const { app, graph } = props
  const layout = useMemo(() => layOut(graph), [graph])
  const edges = useMemo(() => flowEdges(graph), [graph])
  const [nodes, setNodes, onNodesChange] = useNodesState<FlowNode>([])
  const flow = useReactFlow()
  const pointer = usePointer(props)

  const [placed, setPlaced] = useState<Graph>()
  useEffect(() => {
    setNodes(flowNodes(graph, layout, pinnedPositions(app)))
    const frame = requestAnimationFrame(() => {
      flow.fitView(fit)
      setPlaced(graph)
    })
    return () => cancelAnimationFrame(frame)
  }, [graph, layout, app, flow, setNodes])
  useKeepInSight(selected, placed === graph)
  useEffect(() => () => spotlight(null), [])

  const tidy = () => {
    unpinAll(app)
    setNodes(flowNodes(graph, layout, {}))
    requestAnimationFrame(() => flow.fitView(fit))
  }
  const shown = nodes.map((node) => {
    const now = selected !== undefined && node.id === stepId(selected)
    return node.selected === now ? node : { ...node, selected: now }
  })
  return (
    <ReactFlow
      nodes={shown}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      {...pointer}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable
      deleteKeyCode={null}
      minZoom={0.05}
      maxZoom={2}
      zoomOnDoubleClick={false}
      aria-label="Graph of Steps and topics"
    >
      {graph.nodes.length > mapFrom && <MiniMap pannable zoomable ariaLabel="Map of the graph" />}
      <CanvasControls onTidy={tidy} />
    </ReactFlow>
  )
}
