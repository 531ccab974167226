import type { ListQueuesRequest, ListQueuesResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'
import { page } from '../page.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues = (engine: Engine) => (input: Wire<ListQueuesRequest>) => {
  const queues = engine.registry.all().filter((queue) => queue.name.startsWith(input.QueueNamePrefix ?? ''))
  const { items, nextToken } = page(queues, input)
  return { QueueUrls: items.map(engine.registry.url), ...nextToken } satisfies ListQueuesResult
}
