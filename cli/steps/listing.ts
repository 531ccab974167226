import { type Project, type Step, type Trigger, topicGraph } from '../../lib/steps/index.ts'
import { table } from '../table.ts'

/**
 * A line for each Step, and for each topic it emits who hears it.
 *
 * @example
 * STEP          STARTED BY        EMITS -> HEARD BY              FILE
 * create-order  POST /orders      order.created -> send-receipt  steps/create-order.step.ts
 */
export function formatSteps(project: Project): string {
  if (project.steps.length === 0) return `no Steps in ${project.root}: a Step is a file such as steps/hello.step.ts`
  const subscribers = new Map(topicGraph(project.steps).topics.map((node) => [node.topic, node.subscribers]))
  const rows = project.steps.flatMap((step) => {
    const starts = step.triggers.flatMap(startedBy)
    const emits = emitted(step, subscribers)
    const lines = Math.max(starts.length, emits.length, 1)
    return Array.from({ length: lines }, (_, line) => [
      line === 0 ? step.name : '',
      starts[line] ?? '',
      emits[line] ?? '',
      line === 0 ? step.file : '',
    ])
  })
  return table(['STEP', 'STARTED BY', 'EMITS -> HEARD BY', 'FILE'], rows)
}

function startedBy(trigger: Trigger): string[] {
  switch (trigger.type) {
    case 'api':
      return [`${trigger.method} ${trigger.path}`]
    case 'cron':
      return [trigger.timezone ? `${trigger.expression} (${trigger.timezone})` : trigger.expression]
    case 'event':
      return [
        ...trigger.subscribes,
        ...trigger.patterns.map((item) => `${item.bus ?? 'default'} bus: ${JSON.stringify(item.pattern)}`),
      ]
    case 'noop':
      return ['(drawn only)']
  }
}

function emitted(step: Step, subscribers: ReadonlyMap<string, readonly string[]>): string[] {
  const known = step.emits.map(({ topic }) => {
    const heard = subscribers.get(topic) ?? []
    return heard.length > 0 ? `${topic} -> ${heard.join(', ')}` : topic
  })
  return step.emitsAnything ? [...known, '(any topic)'] : known
}
