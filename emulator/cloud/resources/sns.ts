import type { Provider } from './provider.ts'
import { attributes, flag, lastPart, list, optional, required } from './read.ts'
import { resourcePolicy } from './resource-policy.ts'

const topicAttributes = [
  'ContentBasedDeduplication',
  'DisplayName',
  'FifoThroughputScope',
  'FifoTopic',
  'MaximumMessageSize',
]

export const topic: Provider = {
  honours: ['TopicName', ...topicAttributes],
  inert: ['DeliveryStatusLogging', 'KmsMasterKeyId', 'SignatureVersion', 'Tags', 'TracingConfig'],
  check: (properties) =>
    list(properties['Subscription']).length > 0
      ? ['Subscription is not read: use AWS::SNS::Subscription resources']
      : [],
  put(request, cloud) {
    const fifo = flag(request.properties['FifoTopic'])
    const name = optional(request.properties, 'TopicName') ?? request.generatedName(256, fifo ? '.fifo' : '')
    const { arn } = cloud.services.sns.putTopic(name, attributes(request.properties, topicAttributes))
    return { ref: arn, arn, attributes: { TopicArn: arn, TopicName: name } }
  },
  remove: (made, _, cloud) => cloud.services.sns.deleteTopic(lastPart(made.ref)),
}

export const topicPolicy = resourcePolicy('Topics', 'sns')

const subscriptionAttributes = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy']

export const subscription: Provider = {
  honours: ['TopicArn', 'Protocol', 'Endpoint', ...subscriptionAttributes],
  inert: ['DeliveryPolicy', 'Region'],
  check: ({ Protocol: protocol }) =>
    typeof protocol === 'string' && !['sqs', 'lambda'].includes(protocol)
      ? [
          `protocol ${protocol} is not delivered here, only sqs and lambda are: put the subscription into a stack of its own`,
        ]
      : [],
  put(request, cloud) {
    const topicArn = required(request, 'TopicArn')
    const arn = `${topicArn}:${request.generatedName(36)}`
    cloud.services.sns.putSubscription(arn, {
      topicArn,
      protocol: required(request, 'Protocol'),
      endpoint: required(request, 'Endpoint'),
      attributes: attributes(request.properties, subscriptionAttributes),
    })
    return { ref: arn, arn, attributes: { Arn: arn } }
  },
  remove: (made, _, cloud) => cloud.services.sns.deleteSubscription(made.ref),
}
