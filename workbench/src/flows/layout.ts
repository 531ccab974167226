import dagre from '@dagrejs/dagre'
import { type Graph, type GraphNode, stateId } from './graph.ts'

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
  layered.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 40, edgesep: 16, marginx: 24, marginy: 24 })
  // State joins everything: inside the layers it would pull Steps away from where they begin.
  const nodes = graph.nodes.filter((node) => node.kind !== 'state')
  for (const node of nodes) layered.setNode(node.id, { ...sizes[node.kind] })
  for (const edge of graph.edges.filter((one) => !one.state))
    layered.setEdge(edge.from, edge.to, { width: labelWidth(edge.label), height: 20, labelpos: 'c' })
  dagre.layout(layered)
  const positions = new Map(nodes.map((node) => [node.id, corner(layered.node(node.id), sizes[node.kind])]))
  if (nodes.length < graph.nodes.length) positions.set(stateId, behind([...positions.values()]))
  return positions
}

function corner(centre: Position, { width, height }: { readonly width: number; readonly height: number }): Position {
  return { x: Math.round((centre.x - width / 2) / 4) * 4, y: Math.round((centre.y - height / 2) / 4) * 4 }
}

/** To the right of everything, half way down. */
function behind(positions: readonly Position[]): Position {
  const right = Math.max(...positions.map(({ x }) => x)) + sizes.step.width
  const rows = positions.map(({ y }) => y)
  return { x: right + 72, y: (Math.min(...rows) + Math.max(...rows) + sizes.step.height - sizes.state.height) / 2 }
}
