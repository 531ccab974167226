import type { UnsubscribeInput } from '@aws-sdk/client-sns'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export const unsubscribe = (registry: Registry) => (input: UnsubscribeInput) =>
  registry.removeSubscription(input.SubscriptionArn ?? '')
