import type { SetQueueAttributesRequest } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Attributes } from '../attributes.ts'
import type { Engine } from '../engine.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes = (engine: Engine) => (input: Wire<SetQueueAttributesRequest>) => {
  engine.setAttributes(engine.registry.byUrl(input.QueueUrl), (input.Attributes ?? {}) as Attributes)
}
