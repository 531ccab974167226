import type { Edge } from '../../../cli/dev/protocol.ts'
import type { GraphSource } from '../api/index.ts'

export type GraphNode =
  | { readonly kind: 'step'; readonly id: string; readonly step: string }
  | { readonly kind: 'state'; readonly id: string }
  | OutsideEnd

/** Where a topic leaves the picture or enters it: at a Step of another flow, or where no Step of the app is. */
export interface OutsideEnd {
  readonly kind: 'outside'
  readonly id: string
  readonly topic: string
  readonly end: 'in' | 'out'
  readonly step: string | null
}

export interface GraphEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  /** All topics between the two. */
  readonly topics: readonly string[]
  readonly label: string
  readonly dashed: boolean
  readonly state: boolean
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export const stateId = '#state'
export const stepId = (name: string) => `step:${name}`

/** The picture of the app: Steps, topics between them, state when it is used; of one flow when one is named. */
export function graphOf(
  app: GraphSource,
  options: { readonly flow?: string | undefined; readonly state: boolean },
): Graph {
  const steps = options.flow ? app.steps.filter((step) => step.flows.includes(options.flow ?? '')) : app.steps
  const shown = new Set(steps.map((step) => step.name))
  const edges = app.edges.filter((edge) => touches(edge, shown))
  const merged = Map.groupBy(edges, (edge) => `${endOf(edge, 'from', shown)}→${endOf(edge, 'to', shown)}`)
  const outside = new Map<string, GraphNode>()
  for (const edge of edges)
    for (const end of ['from', 'to'] as const) {
      const id = endOf(edge, end, shown)
      if (!id.startsWith('step:'))
        outside.set(id, { kind: 'outside', id, topic: edge.topic, end: end === 'from' ? 'in' : 'out', step: edge[end] })
    }
  const users = options.state ? steps.filter((step) => step.state.length > 0) : []
  return {
    nodes: [
      ...steps.map((step): GraphNode => ({ kind: 'step', id: stepId(step.name), step: step.name })),
      ...outside.values(),
      ...(users.length > 0 ? [{ kind: 'state', id: stateId } as const] : []),
    ],
    // State first: what comes later is drawn above it.
    edges: [...users.map(stateEdge), ...[...merged].map(([id, between]) => merge(id, between, shown))],
  }
}

function touches(edge: Edge, shown: ReadonlySet<string>): boolean {
  return (edge.from !== null && shown.has(edge.from)) || (edge.to !== null && shown.has(edge.to))
}

function endOf(edge: Edge, end: 'from' | 'to', shown: ReadonlySet<string>): string {
  const name = edge[end]
  if (name === null) return `topic:${end}:${edge.topic}`
  return shown.has(name) ? stepId(name) : `other:${end}:${name}`
}

function merge(id: string, edges: readonly Edge[], shown: ReadonlySet<string>): GraphEdge {
  const first = edges[0]!
  return {
    id,
    from: endOf(first, 'from', shown),
    to: endOf(first, 'to', shown),
    topics: [...new Set(edges.map((edge) => edge.topic))],
    label: [...new Set(edges.map((edge) => (edge.label ? `${edge.topic} (${edge.label})` : edge.topic)))].join(', '),
    dashed: edges.every((edge) => edge.conditional || edge.virtual),
    state: false,
  }
}

function stateEdge(step: GraphSource['steps'][number]): GraphEdge {
  const id = stepId(step.name)
  const label = step.state.join(', ')
  return { id: `${id}→${stateId}`, from: id, to: stateId, topics: [], label, dashed: false, state: true }
}
