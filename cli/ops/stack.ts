import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import { UsageError } from '../errors.ts'
import type { Target } from './options.ts'

/** A Step's resources in the account: physical ids. */
export interface DeployedStep {
  readonly name: string
  readonly function?: string
  readonly queue?: string
  readonly deadLetterQueue?: string
  readonly logGroup?: string
}

interface TemplateResource {
  readonly Type: string
  readonly Metadata?: { readonly 'motia-aws'?: { readonly step?: string; readonly role?: string } }
}

/** How the constructs mark their outputs, so that a stack tells that it holds an app. */
const mark = 'motia-aws'

/** The Steps of a deployed stack and of the stacks nested in it. @throws {UsageError} when there is no such stack. */
export async function deployedSteps(target: Target, stack: string | undefined): Promise<readonly DeployedStep[]> {
  const client = new CloudFormationClient(target.client)
  const steps = new Map<string, Record<string, string>>()
  await collect(client, stack ?? (await onlyStack(client)), steps)
  return [...steps].map(([name, roles]) => ({ name, ...roles })).sort((a, b) => a.name.localeCompare(b.name))
}

/** One Step of a deployed stack. @throws {UsageError} naming the Steps that there are. */
export async function deployedStep(target: Target, stack: string | undefined, name: string): Promise<DeployedStep> {
  const steps = await deployedSteps(target, stack)
  const found = steps.find((step) => step.name === name)
  if (!found)
    throw new UsageError(
      `no Step ${JSON.stringify(name)} in the stack; there are ${steps.map((step) => step.name).join(', ') || 'none'}`,
    )
  return found
}

async function collect(
  client: CloudFormationClient,
  stack: string,
  steps: Map<string, Record<string, string>>,
): Promise<void> {
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stack }))
  const { Resources } = JSON.parse(TemplateBody!) as { readonly Resources: Readonly<Record<string, TemplateResource>> }
  for await (const page of paginateListStackResources({ client }, { StackName: stack }))
    for (const { LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      const resource = Resources[LogicalResourceId!]
      if (!resource || !PhysicalResourceId) continue
      if (resource.Type === 'AWS::CloudFormation::Stack') await collect(client, PhysicalResourceId, steps)
      const { step, role } = resource.Metadata?.[mark] ?? {}
      if (step === undefined || role === undefined) continue
      steps.set(step, { ...steps.get(step), [role]: PhysicalResourceId })
    }
}

async function onlyStack(client: CloudFormationClient): Promise<string> {
  const found: string[] = []
  for await (const page of paginateDescribeStacks({ client }, {}))
    for (const stack of page.Stacks ?? [])
      if (!stack.ParentId && stack.Outputs?.some((output) => output.Description?.startsWith(mark)))
        found.push(stack.StackName!)
  if (found.length === 1) return found[0]!
  if (found.length === 0)
    throw new UsageError(
      'no stack of this account and region holds a motia-aws app; deploy one with `npx cdk deploy`, or name it with --stack',
    )
  throw new UsageError(`several stacks hold a motia-aws app; choose one with --stack: ${found.join(', ')}`)
}
