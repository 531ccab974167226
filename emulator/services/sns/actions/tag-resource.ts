import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-sns'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export const tagResource = (registry: Registry) => (input: TagResourceRequest) => {
  const topic = registry.topic(input.ResourceArn)
  const added = (input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])
  topic.tags = { ...topic.tags, ...Object.fromEntries(added) }
  return {} satisfies TagResourceResponse
}
