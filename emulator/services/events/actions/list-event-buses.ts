import type { ListEventBusesRequest, ListEventBusesResponse } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html */
export const listEventBuses = (registry: Registry) => (input: ListEventBusesRequest) => {
  const names = registry.buses().filter((name) => name.startsWith(input.NamePrefix ?? ''))
  return { EventBuses: names.map((Name) => ({ Name, Arn: registry.busArn(Name) })) } satisfies ListEventBusesResponse
}
