import { stronglyConnected, walkRound } from './cycles.ts'
import type { EventTrigger, Step } from './model.ts'

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
  /** Subscribed, and nobody emits. Empty when a Step may emit anything. */
  readonly unheard: readonly string[]
  /** Step names in the order in which a message would go round, without repeating the first. */
  readonly cycles: readonly (readonly string[])[]
}

/** The topics that a Step's event triggers take. */
export function subscriptions(step: Step): string[] {
  return step.triggers
    .filter((trigger): trigger is EventTrigger => trigger.type === 'event')
    .flatMap((item) => item.subscribes)
}

/**
 * Who emits what to whom.
 *
 * @example
 * topicGraph(project.steps).dangling // ['order.flagged']
 */
export function topicGraph(steps: readonly Step[]): TopicGraph {
  const sorted = [...steps].sort((a, b) => compare(a.name, b.name))
  const emitters = byTopic(sorted, (step) => step.emits.map((item) => item.topic))
  const subscribers = byTopic(sorted, subscriptions)
  const drawn = new Set(
    sorted.flatMap((step) => [...step.virtualEmits.map((item) => item.topic), ...step.virtualSubscribes]),
  )
  const names = [...new Set([...emitters.keys(), ...subscribers.keys()])].sort(compare)
  const anything = sorted.some((step) => step.emitsAnything)
  const topics = names.map((topic) => ({
    topic,
    emitters: emitters.get(topic) ?? [],
    subscribers: subscribers.get(topic) ?? [],
  }))
  return {
    topics,
    edges: edgesOf(sorted),
    dangling: topics
      .filter((item) => item.subscribers.length === 0 && !drawn.has(item.topic))
      .map((item) => item.topic),
    unheard: anything
      ? []
      : topics.filter((item) => item.emitters.length === 0 && !drawn.has(item.topic)).map((item) => item.topic),
    cycles: cyclesOf(sorted, subscribers),
  }
}

function byTopic(steps: readonly Step[], topicsOf: (step: Step) => readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const step of steps) {
    for (const topic of new Set(topicsOf(step))) found.set(topic, [...(found.get(topic) ?? []), step.name])
  }
  return found
}

interface End {
  readonly topic: string
  readonly step: string
  readonly virtual: boolean
}

interface Tail extends End {
  readonly label?: string
  readonly conditional?: boolean
}

function edgesOf(steps: readonly Step[]): TopicEdge[] {
  const heads: End[] = steps.flatMap(({ name, virtualSubscribes, ...step }) => [
    ...subscriptions({ name, virtualSubscribes, ...step }).map((topic) => ({ topic, step: name, virtual: false })),
    ...virtualSubscribes.map((topic) => ({ topic, step: name, virtual: true })),
  ])
  const tails = steps.flatMap((step): Tail[] => [
    ...step.emits.map((item) => ({ ...item, step: step.name, virtual: false })),
    ...step.virtualEmits.map((item) => ({ ...item, conditional: false, step: step.name, virtual: true })),
  ])
  const sent = tails.flatMap(({ topic, step, label, conditional = false, virtual }): TopicEdge[] => {
    const rest = { topic, from: step, conditional, ...(label !== undefined && { label }) }
    const to = heads.filter((head) => head.topic === topic)
    if (to.length === 0) return [{ ...rest, to: null, virtual }]
    return to.map((head) => ({ ...rest, to: head.step, virtual: virtual || head.virtual }))
  })
  const emitted = new Set(tails.map((tail) => tail.topic))
  const entering = heads
    .filter((head) => !emitted.has(head.topic))
    .map(({ topic, step, virtual }): TopicEdge => ({ topic, from: null, to: step, conditional: false, virtual }))
  return [...sent, ...entering].sort(
    (a, b) => compare(a.topic, b.topic) || compare(a.from ?? '', b.from ?? '') || compare(a.to ?? '', b.to ?? ''),
  )
}

/** Loops that messages can go round; a Step with `allowLoop` may close them, so what it closes is left out. */
function cyclesOf(steps: readonly Step[], subscribers: ReadonlyMap<string, readonly string[]>): string[][] {
  const closed = new Set(steps.filter((step) => step.allowLoop).map((step) => step.name))
  const next = new Map<string, readonly string[]>()
  for (const step of steps) {
    if (closed.has(step.name)) continue
    const heard = step.emits.flatMap((item) => subscribers.get(item.topic) ?? [])
    next.set(step.name, [...new Set(heard)].filter((name) => !closed.has(name)).sort(compare))
  }
  return stronglyConnected(next).map((group) => walkRound(next, group))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
