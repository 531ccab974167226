import type { DeleteMessageRequest } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'
import { missingParameter } from '../errors.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export const deleteMessage = (engine: Engine) => (input: Wire<DeleteMessageRequest>) => {
  const queue = engine.registry.byUrl(input.QueueUrl)
  if (!input.ReceiptHandle) throw missingParameter('ReceiptHandle')
  engine.delete(queue, input.ReceiptHandle)
}
