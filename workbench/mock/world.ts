import type {
  AppInfo,
  LogLine,
  MessageView,
  QueueState,
  ScheduleView,
  StateItem,
  StepView,
  StreamEvent,
  TraceDetail,
  TraceSummary,
} from '../../cli/dev/protocol.ts'
import { edgesOf } from './order-app.ts'

/** What the mock server knows; changed in place by the simulation and by requests. */
export interface World {
  steps: StepView[]
  traces: TraceDetail[]
  logs: LogLine[]
  items: StateItem[]
  messages: Map<string, MessageView[]>
  schedules: ScheduleView[]
  findings: AppInfo['findings'][number][]
  listeners: Set<(event: StreamEvent) => void>
}

export function emptyWorld(steps: readonly StepView[]): World {
  const queues = steps.flatMap((step) => [step.queue, step.deadLetterQueue]).filter((name) => name !== null)
  return {
    steps: [...steps],
    traces: [],
    logs: [],
    items: [],
    messages: new Map(queues.map((name) => [name, []])),
    schedules: steps.flatMap(schedulesOf),
    findings: [],
    listeners: new Set(),
  }
}

export function tell(world: World, ...events: readonly StreamEvent[]): void {
  for (const event of events) for (const listener of world.listeners) listener(event)
}

export function appInfo(world: World): AppInfo {
  return {
    name: 'orders',
    status: { state: 'running' },
    apiUrl: 'http://localhost:3000',
    endpoint: 'http://127.0.0.1:4566',
    steps: world.steps,
    edges: edgesOf(world.steps),
    findings: world.findings,
    missing: [],
    flows: [...new Set(world.steps.flatMap((step) => step.flows))],
  }
}

export function summary(world: World, trace: TraceDetail): TraceSummary {
  const own = world.steps.filter((step) => trace.steps.includes(step.name))
  return {
    traceId: trace.traceId,
    start: trace.start,
    duration: trace.end - trace.start,
    status: trace.status,
    entry: trace.entry,
    steps: trace.steps,
    topics: [...new Set(own.flatMap((step) => step.emits.map((emit) => emit.topic)))],
    spanCount: trace.spans.length,
    errorCount: trace.spans.filter((span) => span.status === 'error').length,
  }
}

export function queues(world: World): QueueState[] {
  return [...world.messages].map(([name, messages]) => {
    const owner = world.steps.find((step) => step.queue === name || step.deadLetterQueue === name)
    const count = (state: string) => messages.filter((message) => message.state === state).length
    const sent = messages.map((message) => Number(message.attributes['SentTimestamp']))
    return {
      name,
      arn: `arn:aws:sqs:eu-north-1:000000000000:${name}`,
      ...(owner ? { step: owner.name } : {}),
      deadLetter: name.endsWith('-dlq'),
      fifo: false,
      maxReceiveCount: (owner?.infrastructure.queue?.maxRetries ?? 3) + 1,
      visibilityTimeout: 180,
      visible: count('visible'),
      inFlight: count('inFlight'),
      delayed: count('delayed'),
      oldest: sent.length > 0 ? Date.now() - Math.min(...sent) : 0,
    }
  })
}

function schedulesOf(step: StepView): ScheduleView[] {
  const trigger = step.triggers[0]
  if (trigger?.type !== 'cron') return []
  const day = 86_400_000
  const first = Math.ceil(Date.now() / day) * day + 2 * 3_600_000
  return [
    {
      name: step.schedule ?? step.name,
      step: step.name,
      expression: 'cron(0 3 * * ? *)',
      written: trigger.expression,
      timezone: trigger.timezone ?? 'UTC',
      enabled: true,
      next: first,
      nextRuns: Array.from({ length: 5 }, (_, index) => first + index * day),
    },
  ]
}
