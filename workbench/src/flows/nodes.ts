import type { Edge, Node } from '@xyflow/react'
import type { Graph, GraphEdge, OutsideEnd } from './graph.ts'
import { type Position, sizes } from './layout.ts'
import { pathOfTopics, spotlight } from './spotlight.ts'

export type StepNode = Node<{ readonly step: string }, 'step'>
export type StateNode = Node<Record<string, never>, 'state'>
export type OutsideNode = Node<Pick<OutsideEnd, 'topic' | 'end' | 'step'>, 'outside'>
export type FlowNode = StepNode | StateNode | OutsideNode

interface TopicData extends Record<string, unknown> {
  readonly label: string
  readonly dashed: boolean
  readonly state: boolean
  /** Name of the Step that it leads to. */
  readonly to: string
  readonly onEnter: () => void
  readonly onLeave: () => void
}

export type TopicEdge = Edge<TopicData, 'topic'>

/** The graph in React Flow's terms; a position put by hand wins over the layout's. */
export function flowNodes(
  graph: Graph,
  layout: ReadonlyMap<string, Position>,
  pinned: Readonly<Record<string, Position>>,
): FlowNode[] {
  return graph.nodes.map((node): FlowNode => {
    const base = {
      id: node.id,
      position: pinned[node.id] ?? layout.get(node.id) ?? { x: 0, y: 0 },
      ...sizes[node.kind],
    }
    if (node.kind === 'step') return { ...base, type: 'step', data: { step: node.step } }
    if (node.kind === 'state') return { ...base, type: 'state', data: {} }
    return { ...base, type: 'outside', data: { topic: node.topic, end: node.end, step: node.step } }
  })
}

export function flowEdges(graph: Graph): TopicEdge[] {
  return graph.edges.map((edge) => ({
    id: edge.id,
    source: edge.from,
    target: edge.to,
    type: 'topic',
    data: dataOf(graph, edge),
  }))
}

function dataOf(graph: Graph, edge: GraphEdge): TopicData {
  const to = edge.to.startsWith('step:') ? edge.to.slice('step:'.length) : ''
  const onEnter = () => spotlight(() => pathOfTopics(graph, edge.topics))
  const onLeave = () => spotlight(null)
  return { label: edge.label, dashed: edge.dashed, state: edge.state, to, onEnter, onLeave }
}
