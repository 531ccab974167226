import type { Infrastructure, QueueSettings, Trigger } from '../model.ts'
import { nearest } from './keys.ts'
import type { RawStep, Report } from './raw.ts'

type Limits = readonly [least: number, most: number]

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const HANDLER: Record<string, Limits> = { ram: [128, 10_240], memory: [128, 10_240], timeout: [1, 900] }

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html and
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
const QUEUE: Record<string, Limits> = {
  maxRetries: [0, 999],
  visibilityTimeout: [0, 43_200],
  delaySeconds: [0, 900],
  concurrency: [2, 1000],
  batchSize: [1, 10_000],
  batchWindow: [0, 300],
}

export function infrastructure(raw: RawStep, type: Trigger['type'], report: Report): Infrastructure {
  const value = raw.config['infrastructure']
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) {
    report.error(
      'bad-infrastructure',
      'infrastructure',
      `infrastructure is { handler?, queue? } (it is ${JSON.stringify(value)})`,
    )
    return {}
  }
  const { handler, queue } = value as { handler?: object; queue?: object }
  unknownKeys(value, ['handler', 'queue'], 'infrastructure', report)
  const { ram, memory = ram, timeout } = numbers(handler, 'handler', HANDLER, ['cpu'], report)
  const queueNumbers = numbers(queue, 'queue', QUEUE, ['type'], report)
  const kind = queueType(queue, report)
  const idle = Object.keys(queue ?? {}).filter((key) => type !== 'event' && !(type === 'cron' && key === 'maxRetries'))
  if (idle.length > 0) {
    const why = type === 'cron' ? 'a cron Step has maxRetries alone' : 'only event Steps have a queue'
    report.warning(
      'bad-infrastructure',
      'infrastructure',
      `infrastructure.queue's ${idle.join(', ')} has no effect: ${why}`,
    )
  }
  fits(kind, queueNumbers, report)
  return {
    ...(handler && { handler: { ...(memory !== undefined && { memory }), ...(timeout !== undefined && { timeout }) } }),
    ...(queue && { queue: { ...(kind && { type: kind }), ...queueNumbers } }),
  }
}

function numbers(
  value: object | undefined,
  part: string,
  limits: Record<string, Limits>,
  others: readonly string[],
  report: Report,
): Record<string, number> {
  const found: Record<string, number> = {}
  if (!value) return found
  unknownKeys(value, [...Object.keys(limits), ...others], `infrastructure.${part}`, report)
  for (const [key, number] of Object.entries(value)) {
    const [least, most] = limits[key] ?? []
    if (least === undefined || most === undefined || number === undefined || number === null) continue
    if (Number.isInteger(number) && number >= least && number <= most) found[key] = number
    else {
      const range = `a whole number from ${least} to ${most}`
      report.error(
        'bad-infrastructure',
        'infrastructure',
        `infrastructure.${part}.${key} is ${range} (it is ${JSON.stringify(number)})`,
      )
    }
  }
  return found
}

function queueType(queue: object | undefined, report: Report): QueueSettings['type'] | null {
  const type = (queue as { type?: unknown } | undefined)?.type
  if (type === undefined || type === null) return null
  if (type === 'fifo' || type === 'standard') return type
  report.error(
    'bad-infrastructure',
    'infrastructure',
    `infrastructure.queue.type is 'standard' or 'fifo' (it is ${JSON.stringify(type)})`,
  )
  return null
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
function fits(kind: QueueSettings['type'] | null, queue: Record<string, number>, report: Report): void {
  const { batchSize = 10, batchWindow = 0 } = queue
  if (kind === 'fifo' && (batchSize > 10 || batchWindow > 0)) {
    report.error('bad-infrastructure', 'infrastructure', `a fifo queue has batches of at most 10 and no batchWindow`)
  } else if (batchSize > 10 && batchWindow === 0) {
    report.error(
      'bad-infrastructure',
      'infrastructure',
      `a batchSize above 10 (${batchSize}) needs a batchWindow of 1 s or more`,
    )
  }
}

function unknownKeys(value: object, known: readonly string[], where: string, report: Report): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    const near = nearest(key, known)
    report.warning(
      'unknown-key',
      'infrastructure',
      `unknown key '${key}' in ${where}${near ? `, did you mean '${near}'?` : `; known are ${known.join(', ')}`}`,
    )
  }
}
