import type { SubscribeInput, SubscribeResponse } from '@aws-sdk/client-sns'
import { invalidParameter } from '../errors.ts'
import { newSubscriptionId, type Registry } from '../registry.ts'

/** Subscribing the same endpoint again gives the subscription there is. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export const subscribe = (registry: Registry) => (input: SubscribeInput) => {
  const topic = registry.topic(input.TopicArn)
  const { Protocol: protocol = '', Endpoint: endpoint, Attributes: attributes = {} } = input
  if (!endpoint) throw invalidParameter('Endpoint')
  const existing = registry
    .subscriptions(topic.arn)
    .find((one) => one.protocol === protocol && one.endpoint === endpoint)
  const differs = existing && Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value)
  if (differs) throw invalidParameter('Attributes Reason: Subscription already exists with different attributes')
  const made =
    existing ?? registry.putSubscription(newSubscriptionId(), { topicArn: topic.arn, protocol, endpoint, attributes })
  return { SubscriptionArn: made.arn } satisfies SubscribeResponse
}
