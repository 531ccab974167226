import type { ListSubscriptionsInput, ListSubscriptionsResponse } from '@aws-sdk/client-sns'
import type { ServiceContext } from '../../../ports.ts'
import { page } from '../page.ts'
import type { Registry } from '../registry.ts'
import type { Subscription } from '../topic.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html */
export const listSubscriptions = (registry: Registry, context: ServiceContext) => (input: ListSubscriptionsInput) => {
  const { items, next } = page(registry.subscriptions(), input.NextToken)
  return { Subscriptions: items.map((one) => toEntry(one, context)), ...next } satisfies ListSubscriptionsResponse
}

export const toEntry = (subscription: Subscription, { account }: ServiceContext) => ({
  SubscriptionArn: subscription.arn,
  Owner: account,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  TopicArn: subscription.topicArn,
})
