import type { ListTopicsInput, ListTopicsResponse } from '@aws-sdk/client-sns'
import { page } from '../page.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
export const listTopics = (registry: Registry) => (input: ListTopicsInput) => {
  const { items, next } = page(registry.topics(), input.NextToken)
  return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...next } satisfies ListTopicsResponse
}
