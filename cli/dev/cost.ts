import type { DeployedResource } from '../../emulator/index.ts'
import type { Step } from '../../lib/steps/model.ts'
import { idlePollsPerMonth, prices } from './prices.ts'
import type { LimitsAndCost } from './protocol.ts'

/** What an invocation is taken to last where nothing was measured, ms. */
const assumedDuration = 50

/**
 * What Lambda samples of a steady stream: one request a second, which hardly counts here, and 5 % of the rest.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
const sampledShare = 0.05

type Part = LimitsAndCost['perMillionRuns'][number]['parts'][number]

/** What the app costs in a month in which nothing happens. */
export function idleCost(resources: readonly DeployedResource[]): LimitsAndCost['idlePerMonth'] {
  const count = (type: string) => resources.filter((resource) => resource.type === type).length
  const sources = count('AWS::Lambda::EventSourceMapping')
  const alarms = count('AWS::CloudWatch::Alarm')
  const dashboards = count('AWS::CloudWatch::Dashboard')
  const rows = [
    {
      what: `${counted(sources, 'event source')} polling`,
      usd: sources * idlePollsPerMonth * prices.sqs.perRequest,
      note: 'the first million SQS requests a month are free',
    },
    { what: counted(alarms, 'alarm'), usd: alarms * prices.alarm.perMonth, note: 'ten alarms are free' },
    {
      what: counted(dashboards, 'dashboard'),
      usd: dashboards * prices.dashboard.perMonth,
      note: 'three dashboards are free',
    },
  ]
  return rows.filter((row) => row.usd > 0)
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What a million runs of what begins with a Step cost, everything included that its emits set off. */
export function costPerMillion(
  entry: Step,
  steps: readonly Step[],
  durationOf: (step: string) => number | undefined,
): LimitsAndCost['perMillionRuns'][number] {
  const parts = reach(entry, steps).flatMap((step) =>
    partsOf(step, step === entry, steps, durationOf(step.name) ?? assumedDuration),
  )
  const million = merge(parts).map((part) => ({ what: part.what, usd: part.usd * 1e6 }))
  return { flow: entry.name, usd: million.reduce((sum, part) => sum + part.usd, 0), parts: million }
}

/** The Step and all that its topics lead to, each once: a loop's cost has no end. */
function reach(entry: Step, steps: readonly Step[], seen: Set<Step> = new Set()): Step[] {
  if (seen.has(entry)) return []
  seen.add(entry)
  return [
    entry,
    ...entry.emits.flatMap(({ topic }) => subscribersOf(topic, steps).flatMap((step) => reach(step, steps, seen))),
  ]
}

const subscribersOf = (topic: string, steps: readonly Step[]): Step[] =>
  steps.filter((step) =>
    step.triggers.some((trigger) => trigger.type === 'event' && trigger.subscribes.includes(topic)),
  )

function partsOf(step: Step, first: boolean, steps: readonly Step[], duration: number): Part[] {
  const memory = (step.infrastructure.handler?.memory ?? 512) / 1024
  const trigger = step.triggers[0]?.type
  const writes = step.state.filter(
    (operation) => operation === 'set' || operation === 'update' || operation === 'delete',
  ).length
  const reads = step.state.filter(
    (operation) => operation === 'get' || operation === 'query' || operation === 'update',
  ).length
  const streams = step.streams.flatMap(({ operations }) => operations)
  const changes = streams.filter((operation) => operation === 'set' || operation === 'delete').length
  const sends = streams.filter((operation) => operation === 'send').length
  // Each reads once, but a change twice: who joined the item, and who its group.
  const lookups = streams.length + changes
  return [
    { what: 'Lambda', usd: prices.lambda.perRequest + (duration / 1000) * memory * prices.lambda.perGbSecond },
    { what: `X-Ray (${sampledShare * 100} % sampled)`, usd: sampledShare * prices.xray.perTrace },
    ...(first && trigger === 'api' ? [{ what: 'HTTP API', usd: prices.httpApi.perRequest }] : []),
    ...(first && trigger === 'cron' ? [{ what: 'Scheduler', usd: prices.scheduler.perInvocation }] : []),
    ...(trigger === 'event' ? [{ what: 'SQS', usd: 3 * prices.sqs.perRequest }] : []),
    ...step.emits
      .filter(({ topic }) => subscribersOf(topic, steps).length > 1)
      .map(() => ({ what: 'SNS', usd: prices.sns.perPublish })),
    {
      what: 'DynamoDB',
      usd: (writes + changes) * prices.dynamodb.perWrite + (reads + lookups) * prices.dynamodb.perRead,
    },
    { what: 'WebSocket API (one listener)', usd: (changes + sends) * prices.webSocketApi.perMessage },
  ]
}

function merge(parts: readonly Part[]): Part[] {
  const sums = new Map<string, number>()
  for (const { what, usd } of parts) if (usd > 0) sums.set(what, (sums.get(what) ?? 0) + usd)
  return [...sums].map(([what, usd]) => ({ what, usd }))
}
