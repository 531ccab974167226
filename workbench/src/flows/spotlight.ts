import { useSyncExternalStore } from 'react'
import type { Graph } from './graph.ts'

/** What the pointer points at, as ids of nodes and edges to light; null lights everything alike. Outside React's state, so that 200 cards stay still while the pointer moves. */
let lit: ReadonlySet<string> | null = null
const listeners = new Set<() => void>()

/** A pointer on its way somewhere else lights nothing, in ms. */
const rest = 60

let timer: ReturnType<typeof setTimeout> | undefined

/** Lights what `pathOf` gives once the pointer rests; null puts the light out. */
export function spotlight(pathOf: (() => ReadonlySet<string>) | null): void {
  clearTimeout(timer)
  if (pathOf === null && lit === null) return
  timer = setTimeout(() => {
    lit = pathOf?.() ?? null
    for (const listener of listeners) listener()
  }, rest)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** `is-lit` when the pointer is on its path: only what is lit is drawn again, all else is dimmed by the stylesheet. */
export function useLight(id: string): 'is-lit' | '' {
  return useSyncExternalStore(subscribe, () => (lit?.has(id) ? 'is-lit' : ''))
}

/** Whether anything is lit. */
export function useAnyLight(): boolean {
  return useSyncExternalStore(subscribe, () => lit !== null)
}

/** All that carries these topics: the edges and both their ends. */
export function pathOfTopics(graph: Graph, topics: readonly string[]): ReadonlySet<string> {
  const edges = graph.edges.filter((edge) => edge.topics.some((topic) => topics.includes(topic)))
  return new Set(edges.flatMap((edge) => [edge.id, edge.from, edge.to]))
}

/** What leads to a node and what follows from it. State joins everything, so only its own edges count. */
export function pathOfNode(graph: Graph, id: string): ReadonlySet<string> {
  const found = new Set([id])
  const walk = (start: string, near: 'from' | 'to', far: 'from' | 'to') => {
    const seen = new Set([start])
    for (const at of seen)
      for (const edge of graph.edges)
        if (edge[near] === at && (!edge.state || at === id)) {
          found.add(edge.id).add(edge[far])
          if (!edge.state) seen.add(edge[far])
        }
  }
  walk(id, 'from', 'to')
  walk(id, 'to', 'from')
  return found
}
