import type { SetSubscriptionAttributesInput } from '@aws-sdk/client-sns'
import { invalidParameter } from '../errors.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export const setSubscriptionAttributes = (registry: Registry) => (input: SetSubscriptionAttributesInput) => {
  const subscription = registry.subscription(input.SubscriptionArn)
  if (!input.AttributeName) throw invalidParameter('AttributeName')
  registry.setSubscriptionAttributes(subscription, { [input.AttributeName]: input.AttributeValue ?? '' })
}
