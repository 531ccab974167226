import type { ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'
import { page } from '../page.ts'
import { sourcesOf } from '../redrive.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export const listDeadLetterSourceQueues = (engine: Engine) => (input: Wire<ListDeadLetterSourceQueuesRequest>) => {
  const { items, nextToken } = page(sourcesOf(engine, engine.registry.byUrl(input.QueueUrl)), input)
  return { queueUrls: items.map(engine.registry.url), ...nextToken } satisfies ListDeadLetterSourceQueuesResult
}
