import type { CreateEventBusRequest, CreateEventBusResponse } from '@aws-sdk/client-eventbridge'
import { AwsError } from '../../../errors.ts'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const createEventBus = (registry: Registry) => (input: CreateEventBusRequest) => {
  const name = input.Name ?? ''
  if (registry.hasBus(name)) throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`)
  registry.putBus(name)
  return { EventBusArn: registry.busArn(name) } satisfies CreateEventBusResponse
}
