import dagre from '@dagrejs/dagre'
import type { Graph, GraphNode } from './graph.ts'

export interface Position {
  readonly x: number
  readonly y: number
}

export const sizes: Record<GraphNode['kind'], { readonly width: number; readonly height: number }> = {
  step: { width: 232, height: 80 },
  state: { width: 96, height: 64 },
  outside: { width: 168, height: 32 },
}

/** Width of a topic's label in px, from its characters: the layout leaves room for it. */
const labelWidth = (label: string) => Math.min(220, label.length * 6.4 + 20)

/** Left to right by layers, with room for the labels; positions are top left corners. */
export function layOut(graph: Graph): Map<string, Position> {
  const layered = new dagre.graphlib.Graph()
  layered.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 28, edgesep: 16, marginx: 24, marginy: 24 })
  for (const node of graph.nodes) layered.setNode(node.id, { ...sizes[node.kind] })
  for (const edge of graph.edges) {
    // State stands behind its users and must not pull them together.
    const label = edge.state
      ? { width: 0, height: 0, weight: 0 }
      : { width: labelWidth(edge.label), height: 20, weight: 4, labelpos: 'c' }
    layered.setEdge(edge.from, edge.to, label)
  }
  dagre.layout(layered)
  return new Map(
    graph.nodes.map((node) => {
      const { x, y } = layered.node(node.id)
      const { width, height } = sizes[node.kind]
      return [node.id, { x: Math.round((x - width / 2) / 4) * 4, y: Math.round((y - height / 2) / 4) * 4 }]
    }),
  )
}
