import type { ListStacksInput } from '@aws-sdk/client-cloudformation'
import { iso, page, type Stacks, statusOf } from '../stacks.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export const listStacks = (stacks: Stacks) => (input: ListStacksInput) => {
  const wanted = stacks
    .all()
    .filter((stack) => !input.StackStatusFilter?.length || input.StackStatusFilter.includes(statusOf(stack)))
  const { items, next } = page(wanted, input.NextToken)
  return {
    StackSummaries: items.map((stack) => ({
      StackId: stack.id,
      StackName: stack.name,
      TemplateDescription: stack.template.Description,
      CreationTime: iso(stack.created),
      ...(stack.updated !== undefined && { LastUpdatedTime: iso(stack.updated) }),
      StackStatus: statusOf(stack),
      ParentId: stack.parentId,
      RootId: stack.rootId,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    })),
    NextToken: next,
  }
}
