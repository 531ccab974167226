import type { GetTopicAttributesInput, GetTopicAttributesResponse } from '@aws-sdk/client-sns'
import type { ServiceContext } from '../../../ports.ts'
import { maximumMessageSize } from '../attributes.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const getTopicAttributes =
  (registry: Registry, { account }: ServiceContext) =>
  (input: GetTopicAttributesInput) => {
    const topic = registry.topic(input.TopicArn)
    return {
      Attributes: {
        DisplayName: '',
        ...topic.attributes,
        MaximumMessageSize: String(maximumMessageSize(topic.attributes)),
        TopicArn: topic.arn,
        Owner: account,
        SubscriptionsConfirmed: String(registry.subscriptions(topic.arn).length),
        SubscriptionsPending: '0',
        SubscriptionsDeleted: '0',
      },
    } satisfies GetTopicAttributesResponse
  }
