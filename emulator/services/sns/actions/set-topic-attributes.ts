import type { SetTopicAttributesInput } from '@aws-sdk/client-sns'
import { invalidParameter } from '../errors.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export const setTopicAttributes = (registry: Registry) => (input: SetTopicAttributesInput) => {
  const topic = registry.topic(input.TopicArn)
  if (!input.AttributeName) throw invalidParameter('AttributeName')
  registry.setTopicAttributes(topic, { [input.AttributeName]: input.AttributeValue ?? '' })
}
