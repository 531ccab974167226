import type { DescribeStackResourceInput, DescribeStackResourcesInput } from '@aws-sdk/client-cloudformation'
import { iso, type Stack, type StackResource, type Stacks, statusOf, validationError } from '../stacks.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html: the first 100, no pages. */
export const describeStackResources = (stacks: Stacks) => (input: DescribeStackResourcesInput) => {
  const { StackName: name, LogicalResourceId: logical, PhysicalResourceId: physical } = input
  if ((name === undefined) === (physical === undefined))
    throw validationError('Exactly one of StackName and PhysicalResourceId must be given')
  const stack = physical === undefined ? stacks.get(name) : stacks.ofResource(physical)
  const found = stacks.resources(stack).filter(({ logicalId }) => logical === undefined || logicalId === logical)
  return {
    StackResources: found.slice(0, 100).map((resource) => {
      const time = iso(stack.updated ?? stack.created)
      return { ...describe(stack, resource), Timestamp: time }
    }),
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export const describeStackResource = (stacks: Stacks) => (input: Partial<DescribeStackResourceInput>) => {
  const stack = stacks.get(input.StackName)
  const resource = stacks.resources(stack).find(({ logicalId }) => logicalId === input.LogicalResourceId)
  if (!resource) throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`)
  return {
    StackResourceDetail: {
      ...describe(stack, resource),
      LastUpdatedTimestamp: iso(stack.updated ?? stack.created),
      ...(resource.metadata !== undefined && { Metadata: JSON.stringify(resource.metadata) }),
    },
  }
}

function describe(stack: Stack, { logicalId, physicalId, type }: StackResource) {
  return {
    StackName: stack.name,
    StackId: stack.id,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: statusOf(stack),
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  }
}
