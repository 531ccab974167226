/**
 * Gathers the emits that are made together and sends them in as few calls as AWS's limits allow. One failed entry of a
 * batch rejects its own emit, no other.
 */
import { PayloadTooLargeError } from '../errors.ts'
import type { Destination } from './destination.ts'
import { publishEvents } from './event-bus.ts'
import type { Outgoing, SendBatch } from './outgoing.ts'
import { publishMessages } from './sns.ts'
import { sendMessages } from './sqs.ts'

interface Carrier {
  readonly send: SendBatch
  readonly name: string
  /** Bytes, of one message and of all in one call. */
  readonly limit: number
  size(message: Outgoing, bytes: number): number
}

const carriers: Record<Destination['transport'], Carrier> = {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
  sqs: { send: sendMessages, name: 'SQS', limit: 1_048_576, size: (_, bytes) => bytes },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-batch-api-actions.html
  sns: { send: publishMessages, name: 'SNS', limit: 262_144, size: (_, bytes) => bytes },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html: detail, source and detail-type count
  events: {
    send: publishEvents,
    name: 'EventBridge',
    limit: 1_048_576,
    size: ({ topic }, bytes) => bytes + Buffer.byteLength(topic) + Buffer.byteLength(process.env['MOTIA_APP'] ?? ''),
  },
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const maxEntries = 10

interface Waiting {
  readonly message: Outgoing
  readonly size: number
  readonly settle: (error: Error | undefined) => void
}

const waiting = new Map<string, Waiting[]>()
const lastOfFifo = new Map<string, Promise<void>>()

/** @throws PayloadTooLargeError, InvalidEmitError, AwsError */
export function put(message: Outgoing): Promise<void> {
  const { destination } = message
  const carrier = carriers[destination.transport]
  const size = carrier.size(message, Buffer.byteLength(message.body))
  if (size > carrier.limit) throw new PayloadTooLargeError(message.topic, carrier.name, size, carrier.limit)
  return new Promise((resolve, reject) => {
    const settle = (error: Error | undefined) => (error ? reject(error) : resolve())
    // SNS takes the trace header from the request, so only messages of one trace share it.
    const key = destination.transport === 'sns' ? `${destination.arn} ${message.traceHeader}` : destination.arn
    const queue = waiting.get(key)
    if (queue) {
      queue.push({ message, size, settle })
      return
    }
    waiting.set(key, [{ message, size, settle }])
    setImmediate(() => {
      const batch = waiting.get(key)!
      waiting.delete(key)
      if (destination.fifo) afterTheFormer(destination.arn, () => flush(carrier, batch))
      else void flush(carrier, batch)
    })
  })
}

/** Calls to one FIFO destination follow each other, else a later message could overtake. */
function afterTheFormer(arn: string, work: () => Promise<void>): void {
  const mine = (lastOfFifo.get(arn) ?? Promise.resolve()).then(work)
  lastOfFifo.set(arn, mine)
  void mine.then(() => {
    if (lastOfFifo.get(arn) === mine) lastOfFifo.delete(arn)
  })
}

async function flush(carrier: Carrier, all: readonly Waiting[]): Promise<void> {
  const fifo = all[0]!.message.destination.fifo
  const sends = batchesOf(all, carrier.limit).map((batch) => () => deliver(carrier, batch))
  if (!fifo) {
    await Promise.all(sends.map((send) => send()))
    return
  }
  for (const send of sends) await send()
}

async function deliver(carrier: Carrier, batch: readonly Waiting[]): Promise<void> {
  try {
    const errors = await carrier.send(batch.map(({ message }) => message))
    for (const [index, { settle }] of batch.entries()) settle(errors[index])
  } catch (error) {
    for (const { settle } of batch) settle(error as Error)
  }
}

/** Cuts into runs of at most 10 entries and `limit` bytes, keeping the order. */
export function batchesOf<T extends { readonly size: number }>(all: readonly T[], limit: number): T[][] {
  const batches: T[][] = []
  let bytes = 0
  for (const item of all) {
    const last = batches.at(-1)
    if (last && last.length < maxEntries && bytes + item.size <= limit) {
      last.push(item)
      bytes += item.size
    } else {
      batches.push([item])
      bytes = item.size
    }
  }
  return batches
}
