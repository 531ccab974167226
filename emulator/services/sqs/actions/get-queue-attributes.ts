import type { GetQueueAttributesRequest, GetQueueAttributesResult } from '@aws-sdk/client-sqs'
import { AwsError } from '../../../errors.ts'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'

const NAMES = [
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'ContentBasedDeduplication',
  'CreatedTimestamp',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'LastModifiedTimestamp',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'QueueArn',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
]

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes = (engine: Engine) => (input: Wire<GetQueueAttributesRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  const names: readonly string[] = input.AttributeNames ?? []
  const unknown = names.find((name) => !NAMES.includes(name))
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`)
  engine.expire(queue)
  const depth = engine.messages.depth(queue.name, engine.context.clock.now())
  const all: Record<string, string> = {
    ...queue.attributes,
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    CreatedTimestamp: seconds(queue.created),
    LastModifiedTimestamp: seconds(queue.modified),
  }
  const wanted = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name))
  return (wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {}) satisfies GetQueueAttributesResult
}

const seconds = (time: number) => String(Math.floor(time / 1000))
