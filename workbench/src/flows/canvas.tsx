import { type EdgeTypes, MiniMap, type NodeTypes, ReactFlow, useNodesState, useReactFlow } from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useShortcuts } from '../keyboard/index.ts'
import { Icon } from '../parts/index.ts'
import { type Graph, stateId, stepId } from './graph.ts'
import { useKeepInSight } from './keep-in-sight.ts'
import { layOut } from './layout.ts'
import { type FlowNode, flowEdges, flowNodes } from './nodes.ts'
import { OutsideTopic, StateCylinder } from './other-nodes.tsx'
import { pin, pinnedPositions, unpinAll } from './pinned.ts'
import { pathOfNode, spotlight } from './spotlight.ts'
import { StepCard } from './step-card.tsx'
import { TopicEdge } from './topic-edge.tsx'

const nodeTypes: NodeTypes = { step: StepCard, state: StateCylinder, outside: OutsideTopic }
const edgeTypes: EdgeTypes = { topic: TopicEdge }
const fit = { padding: 0.08, maxZoom: 1, duration: 0 }

/** From so many nodes on a small map helps. */
const mapFrom = 30

interface CanvasProps {
  readonly app: string
  readonly graph: Graph
  readonly selected: string | undefined
  readonly onSelect: (step: string | undefined) => void
  readonly onState: () => void
}

/** The graph, drawn: pan, zoom, drag, point at. */
export function Canvas({ app, graph, selected, onSelect, onState }: CanvasProps) {
  const layout = useMemo(() => layOut(graph), [graph])
  const edges = useMemo(() => flowEdges(graph), [graph])
  const [nodes, setNodes, onNodesChange] = useNodesState<FlowNode>([])
  const flow = useReactFlow()
  const moving = useRef(false)

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
  useShortcuts({
    '0': () => flow.fitView(fit),
    '+': () => flow.zoomIn(),
    '=': () => flow.zoomIn(),
    '-': () => flow.zoomOut(),
  })
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
      onNodeClick={(_, node) => {
        if (node.type === 'step') onSelect(node.data.step)
        if (node.id === stateId) onState()
      }}
      onMoveStart={() => {
        moving.current = true
        spotlight(null)
      }}
      onMoveEnd={() => {
        moving.current = false
      }}
      onPaneClick={() => onSelect(undefined)}
      onNodeMouseEnter={(_, node) => !moving.current && spotlight(() => pathOfNode(graph, node.id))}
      onNodeMouseLeave={() => spotlight(null)}
      onEdgeMouseEnter={(_, edge) => !moving.current && edge.data?.onEnter()}
      onEdgeMouseLeave={() => spotlight(null)}
      onNodeDragStop={(_, node) => pin(app, node.id, node.position)}
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
      <div className="flow-controls">
        <button
          type="button"
          className="button is-icon"
          title="Zoom in (+)"
          aria-label="Zoom in"
          onClick={() => flow.zoomIn()}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          className="button is-icon"
          title="Zoom out (-)"
          aria-label="Zoom out"
          onClick={() => flow.zoomOut()}
        >
          <span aria-hidden="true">−</span>
        </button>
        <button type="button" className="button" title="Fit (0)" onClick={() => flow.fitView(fit)}>
          Fit
        </button>
        <button type="button" className="button" title="Put every node back where the layout wants it" onClick={tidy}>
          Tidy
        </button>
      </div>
    </ReactFlow>
  )
}
