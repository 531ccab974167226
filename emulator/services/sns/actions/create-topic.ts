import type { CreateTopicInput, CreateTopicResponse } from '@aws-sdk/client-sns'
import { invalidParameter } from '../errors.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
export const createTopic = (registry: Registry) => (input: CreateTopicInput) => {
  const { Name: name = '', Attributes: attributes = {}, Tags: tags = [] } = input
  const existing = registry.findTopic(name)
  const differs = existing && Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value)
  if (differs) throw invalidParameter('Attributes Reason: Topic already exists with different attributes')
  const pairs = tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''])
  const topic = existing ?? registry.putTopic(name, attributes, Object.fromEntries(pairs))
  return { TopicArn: topic.arn } satisfies CreateTopicResponse
}
