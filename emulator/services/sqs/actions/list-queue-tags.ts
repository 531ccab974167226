import type { ListQueueTagsRequest, ListQueueTagsResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags = (engine: Engine) => (input: Wire<ListQueueTagsRequest>) =>
  ({ Tags: { ...engine.registry.byUrl(input.QueueUrl).tags } }) satisfies ListQueueTagsResult
