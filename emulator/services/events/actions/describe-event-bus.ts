import type { DescribeEventBusRequest, DescribeEventBusResponse } from '@aws-sdk/client-eventbridge'
import type { Registry } from '../registry.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
export const describeEventBus = (registry: Registry) => (input: DescribeEventBusRequest) => {
  const name = registry.bus(input.Name)
  return { Name: name, Arn: registry.busArn(name) } satisfies DescribeEventBusResponse
}
