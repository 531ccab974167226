import type { Provider } from './provider.ts'
import { attributes, flag, optional } from './read.ts'
import { resourcePolicy } from './resource-policy.ts'

const queueAttributes = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'VisibilityTimeout',
]

export const queue: Provider = {
  honours: ['QueueName', ...queueAttributes],
  inert: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'Tags'],
  put(request, cloud) {
    const fifo = flag(request.properties['FifoQueue'])
    const name = optional(request.properties, 'QueueName') ?? request.generatedName(80, fifo ? '.fifo' : '')
    const { arn, url } = cloud.services.sqs.putQueue(name, attributes(request.properties, queueAttributes))
    return { ref: url, arn, attributes: { Arn: arn, QueueName: name, QueueUrl: url } }
  },
  remove: (made, _, cloud) => cloud.services.sqs.deleteQueue(String(made.attributes['QueueName'])),
}

export const queuePolicy = resourcePolicy('Queues', 'sqs')
