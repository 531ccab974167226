import type { DeployedResource } from '../../emulator/index.ts'
import type { Step } from '../../lib/steps/model.ts'
import type { Edge } from './protocol.ts'

/** Who tells whom what: one edge for each emitter and subscriber of a topic; null where a topic leaves or enters the app. */
export function edgesOf(steps: readonly Step[], resources: readonly DeployedResource[]): Edge[] {
  const subscribers = new Map<string, string[]>()
  for (const step of steps)
    for (const topic of topicsOf(step)) subscribers.set(topic, [...(subscribers.get(topic) ?? []), step.name])
  const heard = new Set<string>()
  const edges: Edge[] = []
  const emitting = steps.flatMap((step) => [
    ...step.emits.map((emit) => ({ ...emit, from: step.name, virtual: false })),
    ...step.virtualEmits.map((emit) => ({ ...emit, from: step.name, virtual: true, conditional: false })),
  ])
  for (const emit of emitting) {
    heard.add(emit.topic)
    for (const to of subscribers.get(emit.topic) ?? [null])
      edges.push({
        topic: emit.topic,
        from: emit.from,
        to,
        ...(emit.label === undefined ? {} : { label: emit.label }),
        conditional: emit.conditional ?? false,
        virtual: emit.virtual,
        transport: emit.virtual ? null : transportOf(emit.topic, resources),
      })
  }
  for (const [topic, names] of subscribers)
    if (!heard.has(topic))
      for (const to of names)
        edges.push({
          topic,
          from: null,
          to,
          conditional: false,
          virtual: false,
          transport: transportOf(topic, resources),
        })
  return edges
}

const topicsOf = (step: Step): string[] => [
  ...step.triggers.flatMap((trigger) => (trigger.type === 'event' ? trigger.subscribes : [])),
  ...step.virtualSubscribes,
]

/** As the emitters' environment has it: the ARN of where the topic goes names the service. */
function transportOf(topic: string, resources: readonly DeployedResource[]): Edge['transport'] {
  for (const resource of resources) {
    if (resource.role !== 'function') continue
    const environment = resource.properties['Environment'] as { Variables?: Record<string, unknown> } | undefined
    const topics = environment?.Variables?.['MOTIA_TOPICS']
    if (typeof topics !== 'string') continue
    const service = (JSON.parse(topics) as Record<string, string>)[topic]?.split(':')[2]
    if (service) return service === 'events' ? 'bus' : service === 'sns' ? 'sns' : 'sqs'
  }
  return null
}
