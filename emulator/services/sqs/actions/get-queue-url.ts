import type { GetQueueUrlRequest, GetQueueUrlResult } from '@aws-sdk/client-sqs'
import type { Wire } from '../../gateway/wire.ts'
import type { Engine } from '../engine.ts'
import { queueDoesNotExist } from '../errors.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl = (engine: Engine) => (input: Wire<GetQueueUrlRequest>) => {
  const queue = engine.registry.find(input.QueueName ?? '')
  const { account } = engine.context
  if (queue === undefined || (input.QueueOwnerAWSAccountId ?? account) !== account) throw queueDoesNotExist()
  return { QueueUrl: engine.registry.url(queue) } satisfies GetQueueUrlResult
}
