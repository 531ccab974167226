import type { DeployedResource } from '../../emulator/index.ts'
import type { StepView } from './protocol.ts'

interface Statement {
  readonly Effect: string
  readonly Action?: string | readonly string[]
  readonly Resource?: string | readonly string[]
}

/** The statements of a function's role, as the template gives them. */
export function permissionsOf(
  functionProperties: Readonly<Record<string, unknown>> | undefined,
  resources: readonly DeployedResource[],
): StepView['permissions'] {
  const arn = functionProperties?.['Role']
  const role = resources.find((resource) => resource.type === 'AWS::IAM::Role' && resource.arn === arn)
  const policies = (role?.properties['Policies'] ?? []) as readonly {
    readonly PolicyDocument: { readonly Statement: Statement | readonly Statement[] }
  }[]
  return policies
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .map((statement) => ({
      effect: statement.Effect,
      actions: [statement.Action ?? []].flat(),
      resources: [statement.Resource ?? []].flat(),
    }))
}
