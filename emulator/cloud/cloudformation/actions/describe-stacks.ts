import type { DescribeStacksInput } from '@aws-sdk/client-cloudformation'
import { iso, page, type Stack, type Stacks, statusOf } from '../stacks.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export const describeStacks = (stacks: Stacks) => (input: DescribeStacksInput) => {
  const wanted = input.StackName === undefined ? stacks.all() : [stacks.get(input.StackName)]
  const { items, next } = page(wanted, input.NextToken)
  return { Stacks: items.map(describe), NextToken: next }
}

function describe(stack: Stack) {
  const { name, id, parentId, rootId, template, parameters, outputs, created, updated } = stack
  return {
    StackId: id,
    StackName: name,
    Description: template.Description,
    Parameters: Object.entries(parameters).map(([key, value]) => ({
      ParameterKey: key,
      ParameterValue: Array.isArray(value) ? value.join(',') : String(value),
    })),
    CreationTime: iso(created),
    ...(updated !== undefined && { LastUpdatedTime: iso(updated) }),
    RollbackConfiguration: {},
    StackStatus: statusOf(stack),
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    Outputs: Object.entries(outputs).map(([key, value]) => ({
      OutputKey: key,
      OutputValue: String(value),
      Description: template.Outputs?.[key]?.Description,
    })),
    Tags: [],
    EnableTerminationProtection: false,
    ParentId: parentId,
    RootId: rootId,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  }
}
