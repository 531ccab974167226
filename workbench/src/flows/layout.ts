import dagre from '@dagrejs/dagre'
import { type Graph, type GraphEdge, type GraphNode, stateId } from './graph.ts'

export interface Position {
  readonly x: number
  readonly y: number
}

export const sizes: Record<GraphNode['kind'], { readonly width: number; readonly height: number }> = {
  step: { width: 232, height: 80 },
  state: { width: 96, height: 64 },
  outside: { width: 168, height: 32 },
}

/** Between cards, in px. */
const gap = 28

/** Width of a topic's label in px, from its characters: the layout leaves room for it. */
const labelWidth = (label: string) => Math.min(220, label.length * 6.4 + 20)

/** Left to right by layers, with room for the labels; Steps that no topic joins in rows below; state behind all. */
export function layOut(graph: Graph): Map<string, Position> {
  const edges = graph.edges.filter((edge) => !edge.state)
  const joined = new Set(edges.flatMap((edge) => [edge.from, edge.to]))
  // State joins everything: inside the layers it would pull Steps away from where they begin.
  const nodes = graph.nodes.filter((node) => node.kind !== 'state')
  const positions = layers(
    nodes.filter((node) => joined.has(node.id)),
    edges,
  )
  const alone = nodes.filter((node) => !joined.has(node.id))
  for (const [id, position] of rows(alone, [...positions.values()])) positions.set(id, position)
  if (nodes.length < graph.nodes.length) positions.set(stateId, behind([...positions.values()]))
  return positions
}

function layers(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, Position> {
  const layered = new dagre.graphlib.Graph()
  layered.setGraph({ rankdir: 'LR', nodesep: gap, ranksep: 40, edgesep: 16 })
  for (const node of nodes) layered.setNode(node.id, { ...sizes[node.kind] })
  for (const edge of edges)
    layered.setEdge(edge.from, edge.to, { width: labelWidth(edge.label), height: 20, labelpos: 'c' })
  dagre.layout(layered)
  return new Map(nodes.map((node) => [node.id, corner(layered.node(node.id), sizes[node.kind])]))
}

function corner(centre: Position, { width, height }: { readonly width: number; readonly height: number }): Position {
  return { x: Math.round((centre.x - width / 2) / 4) * 4, y: Math.round((centre.y - height / 2) / 4) * 4 }
}

/** Few stand below one another at the left, where flows begin; many fill the width of the rest. */
function rows(nodes: readonly GraphNode[], above: readonly Position[]): [string, Position][] {
  const { width, height } = sizes.step
  const wide = Math.floor((Math.max(0, ...above.map(({ x }) => x)) + width) / (width + gap))
  const columns = nodes.length <= 4 ? 1 : Math.max(4, wide)
  const top = above.length > 0 ? Math.max(...above.map(({ y }) => y)) + height + gap : 0
  return nodes.map((node, index) => [
    node.id,
    { x: (index % columns) * (width + gap), y: top + Math.floor(index / columns) * (height + gap) },
  ])
}

/** To the right of everything, half way down. */
function behind(positions: readonly Position[]): Position {
  const right = Math.max(...positions.map(({ x }) => x)) + sizes.step.width
  const tops = positions.map(({ y }) => y)
  return { x: right + 72, y: (Math.min(...tops) + Math.max(...tops) + sizes.step.height - sizes.state.height) / 2 }
}
