import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-sns'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html */
export const untagResource = (registry: Registry) => (input: UntagResourceRequest) => {
  const topic = registry.topic(input.ResourceArn)
  topic.tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !input.TagKeys?.includes(key)))
  return {} satisfies UntagResourceResponse
}
