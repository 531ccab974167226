import type { PublishBatchInput, PublishBatchResponse } from '@aws-sdk/client-sns'
import { AwsError } from '../../../errors.ts'
import type { Call } from '../../gateway/api.ts'
import type { Wire } from '../../gateway/wire.ts'
import { checkEntries, runEntries } from '../../sqs/batch.ts'
import { maximumMessageSize } from '../attributes.ts'
import type { Publish } from '../publish.ts'
import type { Registry } from '../registry.ts'
import { publishOne } from './publish.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export const publishBatch = (registry: Registry, toTopic: Publish) => (input: Wire<PublishBatchInput>, call: Call) => {
  const topic = registry.topic(input.TopicArn)
  const entries = checkEntries(input.PublishBatchRequestEntries)
  const size = entries.reduce((sum, { Message }) => sum + Buffer.byteLength(String(Message ?? '')), 0)
  if (size > maximumMessageSize(topic.attributes)) {
    throw new AwsError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.')
  }
  return runEntries(entries, (entry) => ({
    Id: entry.Id,
    ...publishOne(toTopic, topic, entry, call),
  })) satisfies PublishBatchResponse
}
