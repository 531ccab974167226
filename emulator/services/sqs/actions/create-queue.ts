import type { CreateQueueRequest, CreateQueueResult } from '@aws-sdk/client-sqs'
import { AwsError } from '../../../errors.ts'
import type { Wire } from '../../gateway/wire.ts'
import type { Attributes } from '../attributes.ts'
import type { Engine } from '../engine.ts'
import { missingParameter } from '../errors.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const createQueue = (engine: Engine) => (input: Wire<CreateQueueRequest>) => {
  const { QueueName: name, tags = {} } = input
  const attributes = (input.Attributes ?? {}) as Attributes
  if (!name) throw missingParameter('QueueName')
  const existing = engine.registry.find(name)
  const differs = Object.keys(attributes).find((key) => existing && existing.attributes[key] !== attributes[key])
  if (differs !== undefined) {
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${differs}`,
    )
  }
  const queue = existing ?? engine.create(name, attributes, tags)
  return { QueueUrl: engine.registry.url(queue) } satisfies CreateQueueResult
}
