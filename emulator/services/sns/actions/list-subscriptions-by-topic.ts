import type { ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse } from '@aws-sdk/client-sns'
import type { ServiceContext } from '../../../ports.ts'
import { page } from '../page.ts'
import type { Registry } from '../registry.ts'
import { toEntry } from './list-subscriptions.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export const listSubscriptionsByTopic =
  (registry: Registry, context: ServiceContext) => (input: ListSubscriptionsByTopicInput) => {
    const { items, next } = page(registry.subscriptions(registry.topic(input.TopicArn).arn), input.NextToken)
    return {
      Subscriptions: items.map((one) => toEntry(one, context)),
      ...next,
    } satisfies ListSubscriptionsByTopicResponse
  }
