import type { Step } from './model.ts'

/** One hop of a message. `virtual` edges are drawn, never sent. */
export interface TopicEdge {
  readonly topic: string
  /** Step names; null where the topic leaves or enters the app. */
  readonly from: string | null
  readonly to: string | null
  readonly label?: string
  readonly conditional: boolean
  readonly virtual: boolean
}

export interface TopicNode {
  readonly topic: string
  /** Names of the Steps that emit it, sorted. */
  readonly emitters: readonly string[]
  /** Names of the Steps that subscribe to it, sorted. */
  readonly subscribers: readonly string[]
}

export interface TopicGraph {
  readonly topics: readonly TopicNode[]
  readonly edges: readonly TopicEdge[]
  /** Emitted, and nobody subscribes. */
  readonly dangling: readonly string[]
  /** Subscribed, and nobody emits. */
  readonly unheard: readonly string[]
  /** Step names in the order in which a message would go round, without repeating the first. */
  readonly cycles: readonly (readonly string[])[]
}

/** Who emits what to whom. */
export function topicGraph(_steps: readonly Step[]): TopicGraph {
  return { topics: [], edges: [], dangling: [], unheard: [], cycles: [] }
}
