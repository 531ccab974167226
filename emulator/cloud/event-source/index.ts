import { DeployError } from '../errors.ts'
import { type EventSourceMapping, type Poller, type PollerHost, startPoller } from './poller.ts'

export type { EventSourceMapping, PollerHost, QueueWait } from './poller.ts'
export { messageFlow } from './record.ts'

/** The event source mappings of the account, by id. */
export interface EventSources {
  put(id: string, mapping: EventSourceMapping): void
  remove(id: string): void
  /** ARNs of the queues that a function consumes. */
  queues(): string[]
  /** ARNs of the queues whose messages are being handled. */
  busy(): string[]
  stop(): void
}

/** @param permitted throws when the function's role may not read the queue */
export function createEventSources(host: PollerHost, permitted: (mapping: EventSourceMapping) => void): EventSources {
  const sources = new Map<string, { readonly mapping: EventSourceMapping; readonly poller: Poller }>()
  return {
    put(id, mapping) {
      check(mapping)
      permitted(mapping)
      sources.get(id)?.poller.stop()
      sources.set(id, { mapping, poller: startPoller(mapping, host) })
    },
    remove(id) {
      sources.get(id)?.poller.stop()
      sources.delete(id)
    },
    queues: () => [...sources.values()].filter(({ mapping }) => mapping.enabled).map(({ mapping }) => mapping.queueArn),
    busy: () => [...sources.values()].filter(({ poller }) => poller.busy()).map(({ mapping }) => mapping.queueArn),
    stop() {
      for (const { poller } of sources.values()) poller.stop()
    },
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
function check({ queueArn, batchSize, batchWindow, maximumConcurrency }: EventSourceMapping): void {
  const fifo = queueArn.endsWith('.fifo')
  const wrong =
    fifo && batchSize > 10
      ? `a FIFO queue allows a batch size of at most 10, not ${batchSize}`
      : fifo && batchWindow > 0
        ? 'a FIFO queue allows no batching window'
        : batchSize > 10 && batchWindow === 0
          ? `a batch size of ${batchSize} needs a batching window of at least one second`
          : maximumConcurrency !== undefined && (maximumConcurrency < 2 || maximumConcurrency > 1000)
            ? `MaximumConcurrency must be from 2 to 1000, not ${maximumConcurrency}`
            : undefined
  if (wrong) throw new DeployError(`event source of ${queueArn.split(':').at(-1)}: ${wrong}`)
}
