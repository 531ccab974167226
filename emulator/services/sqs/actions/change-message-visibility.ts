import type { ChangeMessageVisibilityRequest } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'
import { missingParameter } from '../errors.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility = (engine: Engine) => (input: Wire<ChangeMessageVisibilityRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  if (!input.ReceiptHandle) throw missingParameter('ReceiptHandle')
  if (input.VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout')
  engine.changeVisibility(queue, input.ReceiptHandle, input.VisibilityTimeout)
}
