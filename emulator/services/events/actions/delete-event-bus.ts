import type { DeleteEventBusRequest } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html */
export const deleteEventBus = (registry: Registry) => (input: DeleteEventBusRequest) =>
  registry.removeBus(input.Name ?? '')
