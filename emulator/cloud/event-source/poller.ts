import { setTimeout as wait } from 'node:timers/promises'
import { AwsError } from '../../errors.ts'
import type { QueueMessage, Services } from '../../ports.ts'
import type { InvocationResult, InvokeRequest } from '../lambda/invocation.ts'
import { formatTraceHeader, newSegmentId, newTraceId, parseTraceHeader } from '../xray/header.ts'
import { countRun } from '../xray/lineage.ts'
import { compileFilters, messageFlow, sqsRecord } from './record.ts'
import { failedRecords } from './response.ts'

/** `AWS::Lambda::EventSourceMapping` of a queue. */
export interface EventSourceMapping {
  readonly queueArn: string
  readonly functionArn: string
  readonly batchSize: number
  /** Seconds. */
  readonly batchWindow: number
  readonly enabled: boolean
  /** `ReportBatchItemFailures` */
  readonly reportsFailures: boolean
  /** Patterns as JSON text. */
  readonly filters: readonly string[]
  /** Invocations at once. */
  readonly maximumConcurrency?: number
}

/** A message that an event source took, for traces. Times are ms since 1970. */
export interface QueueWait {
  readonly spanId: string
  readonly traceId: string
  readonly queueArn: string
  readonly messageId: string
  readonly envelopeId: string | undefined
  readonly topic: string | undefined
  readonly receiveCount: number
  readonly sent: number
  readonly received: number
}

export interface PollerHost {
  readonly services: Services
  readonly invoke: (functionArn: string, request: InvokeRequest) => Promise<InvocationResult>
  readonly recursionAllowed: (functionArn: string) => boolean
  readonly waited: (wait: QueueWait) => void
  readonly problem: (functionArn: string, message: string) => void
}

export interface Poller {
  /** True while it holds messages. */
  busy(): boolean
  /** Takes no more messages; what runs ends by itself. */
  stop(): void
}

/** Lambda begins with five concurrent batches a queue: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const initialConcurrency = 5
/** SQS hands out no more at once. */
const receiveLimit = 10
/** How long a throttled batch waits for a free process, ms. */
const throttledPause = 100

/** Moves messages of a queue to a function until stopped. */
export function startPoller(mapping: EventSourceMapping, host: PollerHost): Poller {
  const { services } = host
  const { sqs } = services
  const { clock, region } = services.context
  const limit = mapping.maximumConcurrency ?? initialConcurrency
  const passes = compileFilters(mapping.filters)
  let gathered: QueueMessage[] = []
  let endWindow: (() => void) | undefined
  let active = 0
  let stopped = !mapping.enabled

  const pump = (): void => {
    while (!stopped && active < limit) {
      const room = mapping.batchSize - gathered.length
      const messages = sqs.receive(mapping.queueArn, { max: Math.min(room, receiveLimit) })
      if (messages.length === 0) return
      gathered.push(...messages)
      if (mapping.batchWindow === 0 || gathered.length >= mapping.batchSize) flush()
      else endWindow ??= clock.at(clock.now() + mapping.batchWindow * 1000, flush)
    }
  }

  const flush = (): void => {
    endWindow?.()
    endWindow = undefined
    const batch = gathered
    gathered = []
    if (batch.length === 0) return
    active++
    handle(batch)
      .catch((error: unknown) =>
        host.problem(mapping.functionArn, error instanceof Error ? error.message : String(error)),
      )
      .finally(() => {
        active--
        if (services.context.db.isOpen) pump()
      })
  }

  const handle = async (batch: readonly QueueMessage[]): Promise<void> => {
    const received = clock.now()
    const wanted: { message: QueueMessage; record: Record<string, unknown> }[] = []
    for (const message of batch) {
      const record = sqsRecord(message, mapping.queueArn, region)
      if (!passes(message, record)) sqs.delete(mapping.queueArn, message.receiptHandle)
      else if (!loops(message)) wanted.push({ message, record })
    }
    if (wanted.length === 0) return
    const flows = wanted.map(({ message }) => reportWait(message, received)).filter((flow) => flow !== undefined)
    const result = await invoke({
      payload: JSON.stringify({ Records: wanted.map(({ record }) => record) }),
      trigger: 'sqs',
      traceHeader: linkedTrace(wanted.map(({ message }) => message)),
      ...(flows.length > 0 && { flows: distinct(flows) }),
    })
    if (!result || result.error || !services.context.db.isOpen) return
    const ids = wanted.map(({ message }) => message.messageId)
    const failed = mapping.reportsFailures ? failedRecords(result.payload, ids) : new Set<string>()
    if (failed === 'all') {
      host.problem(
        mapping.functionArn,
        `the whole batch failed: its answer is no list of failures: ${result.payload.toString().slice(0, 200)}`,
      )
      return
    }
    for (const { message } of wanted)
      if (!failed.has(message.messageId)) sqs.delete(mapping.queueArn, message.receiptHandle)
  }

  /** A throttled batch waits as long as its messages stay invisible to others. */
  const invoke = async (request: InvokeRequest): Promise<InvocationResult | undefined> => {
    const deadline = Date.now() + 30_000
    for (;;) {
      try {
        return await host.invoke(mapping.functionArn, request)
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'TooManyRequestsException') throw error
        if (stopped || Date.now() > deadline) return undefined
        await wait(throttledPause)
      }
    }
  }

  /** A message in a loop goes back at once, and so to the dead-letter queue. */
  const loops = (message: QueueMessage): boolean => {
    const lineage = parseTraceHeader(message.attributes['AWSTraceHeader'])?.lineage
    if (!lineage || host.recursionAllowed(mapping.functionArn) || !countRun(lineage, mapping.functionArn).tooOften)
      return false
    host.problem(
      mapping.functionArn,
      `message ${message.messageId} was stopped: the function ran 16 times because of one event; break the loop, or allow it (allowLoop)`,
    )
    giveBack(message)
    return true
  }

  const reportWait = (message: QueueMessage, received: number): { traceId: string; parentId: string } | undefined => {
    const { traceId, envelopeId, topic } = messageFlow(message)
    if (!traceId) return undefined
    const spanId = newSegmentId()
    host.waited({
      spanId,
      traceId,
      queueArn: mapping.queueArn,
      messageId: message.messageId,
      envelopeId,
      topic,
      receiveCount: Number(message.attributes['ApproximateReceiveCount'] ?? 1),
      sent: Number(message.attributes['SentTimestamp'] ?? received),
      received,
    })
    return { traceId, parentId: spanId }
  }

  /** A batch begins a new trace, linked to those of its messages: https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sqs.html */
  const linkedTrace = (messages: readonly QueueMessage[]): string => {
    const headers = messages
      .map(({ attributes }) => parseTraceHeader(attributes['AWSTraceHeader']))
      .filter((header) => header !== undefined)
    const lineage = headers
      .map((header) => header.lineage)
      .filter((each) => each !== undefined)
      .sort((a, b) => a.length - b.length)
      .at(-1)
    const sampled = headers.some((header) => header.sampled) || headers.every((header) => header.sampled === undefined)
    return formatTraceHeader({ root: newTraceId(clock.now()), sampled, ...(lineage && { lineage }) })
  }

  /** Nobody else could see it before its visibility timeout; one whose timeout has ended is no longer ours to give. */
  const giveBack = (message: QueueMessage): void => {
    try {
      sqs.changeVisibility(mapping.queueArn, message.receiptHandle, 0)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
    }
  }

  const unsubscribe = sqs.onAvailable(mapping.queueArn, pump)
  setImmediate(pump)
  return {
    busy: () => active > 0 || gathered.length > 0,
    stop() {
      stopped = true
      unsubscribe()
      endWindow?.()
      if (services.context.db.isOpen) for (const message of gathered.splice(0)) giveBack(message)
    },
  }
}

function distinct(flows: readonly { traceId: string; parentId: string }[]): { traceId: string; parentId: string }[] {
  return [...new Map(flows.toReversed().map((flow) => [flow.traceId, flow])).values()].toReversed()
}
