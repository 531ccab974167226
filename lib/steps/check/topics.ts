import { type TopicGraph, topicGraph } from '../graph.ts'
import type { Finding, Step } from '../model.ts'

/** Loops, and topics that lead nowhere or come from nowhere: those only when all Steps could be read. */
export function topicFindings(steps: readonly Step[], complete: boolean): Finding[] {
  const graph = topicGraph(steps)
  return complete ? [...looseEnds(steps, graph), ...loops(steps, graph)] : loops(steps, graph)
}

function looseEnds(steps: readonly Step[], graph: TopicGraph): Finding[] {
  const byName = new Map(steps.map((step) => [step.name, step]))
  const nodes = new Map(graph.topics.map((node) => [node.topic, node]))
  const first = (names: readonly string[] | undefined) => byName.get(names?.[0] ?? '')

  const dangling = graph.dangling.map((topic): Finding => {
    const step = first(nodes.get(topic)?.emitters)
    const location = step?.emits.find((item) => item.topic === topic)?.location ?? step?.location
    const message = `'${topic}' is emitted and no Step subscribes to it`
    return { severity: 'warning', rule: 'dangling-topic', message, topic, ...place(step, location) }
  })
  const unheard = graph.unheard.map((topic): Finding => {
    const step = first(nodes.get(topic)?.subscribers)
    const message = `'${step?.name}' subscribes to '${topic}' and no Step emits it`
    return { severity: 'warning', rule: 'unheard-topic', message, topic, ...place(step, step?.location) }
  })
  return [...dangling, ...unheard]
}

/** An error, but for a loop of Motia 0.x's Steps alone: there it always ran. */
function loops(steps: readonly Step[], graph: TopicGraph): Finding[] {
  const byName = new Map(steps.map((step) => [step.name, step]))
  return graph.cycles.map((names): Finding => {
    const step = byName.get(names[0] ?? '')
    const severity = names.every((name) => byName.get(name)?.dialect === 'motia') ? 'warning' : 'error'
    const round = [...names, names[0]].map((name) => `'${name}'`).join(' -> ')
    const message = `messages go round in a loop: ${round}; Lambda stops it after about 16 rounds. Break it, or set allowLoop: true in the Step that ends it`
    return { severity, rule: 'cycle', message, ...place(step, step?.location) }
  })
}

function place(step: Step | undefined, location: Finding['location']): Pick<Finding, 'step' | 'location'> {
  return { ...(step && { step: step.name }), ...(location && { location }) }
}
