import type { GetSubscriptionAttributesInput, GetSubscriptionAttributesResponse } from '@aws-sdk/client-sns'
import type { ServiceContext } from '../../../ports.ts'
import type { Registry } from '../registry.ts'
import { toEntry } from './list-subscriptions.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export const getSubscriptionAttributes =
  (registry: Registry, context: ServiceContext) => (input: GetSubscriptionAttributesInput) => {
    const subscription = registry.subscription(input.SubscriptionArn)
    return {
      Attributes: {
        RawMessageDelivery: 'false',
        ...subscription.attributes,
        ...toEntry(subscription, context),
        PendingConfirmation: 'false',
        ConfirmationWasAuthenticated: 'true',
      },
    } satisfies GetSubscriptionAttributesResponse
  }
