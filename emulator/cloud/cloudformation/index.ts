import type { Services } from '../../ports.ts'
import { plainShape } from '../../services/index.ts'
import type { DeployedStack } from '../deploy/index.ts'
import { describeStackResource, describeStackResources } from './actions/describe-stack-resources.ts'
import { describeStacks } from './actions/describe-stacks.ts'
import { getTemplate } from './actions/get-template.ts'
import { listStackResources } from './actions/list-stack-resources.ts'
import { listStacks } from './actions/list-stacks.ts'
import { type Account, createStacks } from './stacks.ts'

type Api = Parameters<Services['addApi']>[0]

/**
 * CloudFormation's API over what is deployed, to read only: a deployment comes from a cloud assembly.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
 */
export function cloudFormationApi(account: Account, deployed: () => DeployedStack): Api {
  const stacks = createStacks(account, deployed)
  return {
    service: 'cloudformation',
    query: plainShape('http://cloudformation.amazonaws.com/doc/2010-05-15/'),
    members: {
      StackName: 'string',
      LogicalResourceId: 'string',
      PhysicalResourceId: 'string',
      NextToken: 'string',
      TemplateStage: 'string',
      StackStatusFilter: 'strings',
    },
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
    permissions: (action, { StackName }: { readonly StackName?: string }) => [
      {
        action: `cloudformation:${action}`,
        resource: (StackName !== undefined && stacks.find(StackName)?.id) || '*',
      },
    ],
    actions: {
      DescribeStacks: describeStacks(stacks),
      ListStacks: listStacks(stacks),
      ListStackResources: listStackResources(stacks),
      DescribeStackResource: describeStackResource(stacks),
      DescribeStackResources: describeStackResources(stacks),
      GetTemplate: getTemplate(stacks),
    },
  }
}
