import type { ListStackResourcesInput } from '@aws-sdk/client-cloudformation'
import { iso, page, type Stacks, statusOf } from '../stacks.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const listStackResources = (stacks: Stacks) => (input: Partial<ListStackResourcesInput>) => {
  const stack = stacks.get(input.StackName)
  const { items, next } = page(stacks.resources(stack), input.NextToken)
  return {
    StackResourceSummaries: items.map(({ logicalId, physicalId, type }) => ({
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      LastUpdatedTimestamp: iso(stack.updated ?? stack.created),
      ResourceStatus: statusOf(stack),
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    })),
    NextToken: next,
  }
}
