import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-sns'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html */
export const listTagsForResource = (registry: Registry) => (input: ListTagsForResourceRequest) => {
  const { tags } = registry.topic(input.ResourceArn)
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } satisfies ListTagsForResourceResponse
}
