import type { EventTrigger, JsonSchema, Project, Step, StreamDefinition } from '../../lib/steps/index.ts'
import { schemaType, union } from './schema.ts'

const HEADER = '// Written by `motia-aws types` from the configs of the Steps. Do not edit.\n'

/**
 * The text of `types.d.ts`: with Motia 0.x Steps the modules `motia` and `@motiadev/core`, whose `Handlers` are typed by
 * their configs and whose `FlowContextStateStreams` by the streams, else the data of each topic for `emit` of
 * `motia-aws`, and its streams.
 */
export function declarations({ steps, streams }: Pick<Project, 'steps' | 'streams'>): string {
  const topics = topicData(steps)
  const motia = steps.filter((step) => step.dialect === 'motia' && step.language === 'node')
  return HEADER + (motia.length > 0 ? handlers(motia, topics, streams) : topicTypes(topics, streams))
}

function handlers(
  steps: readonly Step[],
  topics: ReadonlyMap<string, string>,
  streams: readonly StreamDefinition[],
): string {
  const members = steps.flatMap((step) => {
    const type = handlerType(step, topics)
    return type ? [`    ${JSON.stringify(step.name)}: ${type}`] : []
  })
  return `declare module 'motia' {
  import type { ApiResponse, ApiRouteHandler, CronHandler, EventHandler, MotiaStream } from 'motia-aws'
  export type * from 'motia-aws'
${streamTypes(streams, 'export ')}
  export interface Handlers {
${members.join('\n')}
  }
}
declare module '@motiadev/core' {
  export type * from 'motia'
}
`
}

function topicTypes(topics: ReadonlyMap<string, string>, streams: readonly StreamDefinition[]): string {
  const members = [...topics].map(([topic, type]) => `    ${JSON.stringify(topic)}: ${type}`)
  return `export {}
declare module 'motia-aws' {
  interface Topics {
${members.join('\n')}
  }${streams.length > 0 ? `\n${streamTypes(streams, '')}` : ''}
}
`
}

function streamTypes(streams: readonly StreamDefinition[], exported: string): string {
  const members = streams.map(
    ({ name, schema }) =>
      `    ${JSON.stringify(name)}: MotiaStream<${schema ? schemaType(schema) : 'Record<string, unknown>'}>`,
  )
  return [`  ${exported}interface FlowContextStateStreams {`, ...members, '  }'].join('\n')
}

function handlerType(step: Step, topics: ReadonlyMap<string, string>): string | null {
  const [trigger] = step.triggers
  const messages = emitted(step, topics)
  switch (trigger?.type) {
    case 'api': {
      const answers = Object.entries(trigger.responseSchema ?? {}).map(([status, schema]) => answer(status, schema))
      return `ApiRouteHandler<${schemaType(trigger.bodySchema)}, ${answers.length > 0 ? answers.join(' | ') : 'ApiResponse<number, unknown>'}, ${messages}, FlowContextStateStreams>`
    }
    case 'event':
      return `EventHandler<${schemaType(trigger.input)}, ${messages}, FlowContextStateStreams>`
    case 'cron':
      return `CronHandler<${messages}, FlowContextStateStreams>`
    default:
      return null
  }
}

function answer(status: string, schema: JsonSchema): string {
  return `ApiResponse<${/^\d+$/.test(status) ? status : 'number'}, ${schemaType(schema)}>`
}

/** An empty list of emits allows every topic. */
function emitted(step: Step, topics: ReadonlyMap<string, string>): string {
  if (step.emitsAnything) return '{ topic: string; data: unknown }'
  return step.emits.length === 0
    ? 'never'
    : step.emits
        .map(
          ({ topic }) =>
            `{ topic: ${JSON.stringify(topic)}; data: ${topics.get(topic) ?? 'unknown'}; messageGroupId?: string }`,
        )
        .join(' | ')
}

/** What each topic carries: what its subscribers take, all of them at once. */
function topicData(steps: readonly Step[]): Map<string, string> {
  const taken = new Map<string, string[]>()
  for (const step of steps) {
    const events = step.triggers.filter((trigger): trigger is EventTrigger => trigger.type === 'event')
    for (const { subscribes, input } of events) {
      for (const topic of subscribes) taken.set(topic, [...(taken.get(topic) ?? []), schemaType(input)])
    }
    for (const { topic } of step.emits) if (!taken.has(topic)) taken.set(topic, [])
  }
  const sorted = [...taken].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(
    sorted.map(([topic, types]) => {
      const known = types.filter((type) => type !== 'unknown')
      return [
        topic,
        known.length === 0
          ? 'unknown'
          : known.length === 1
            ? union(known)
            : known.map((type) => `(${type})`).join(' & '),
      ]
    }),
  )
}
