import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { core } from './cdk.ts'
import type { Step } from './step.ts'

/** Set by Lambda, or read for a default by half of all packages. */
const given = /^(AWS_|LAMBDA_|MOTIA_|_|NODE_|PYTHON|TZ$|PATH$|LANG$|HOME$|DEBUG$)/

/** Names the environment variables that a Step's code reads and nobody sets: it would find out in production. */
export function warnUnset(step: Step): void {
  const read = step.definition.environment.filter((name) => !given.test(name))
  if (read.length === 0) return
  const resource = step.function.node.defaultChild as CfnFunction
  const { variables } = core.Stack.of(step).resolve(resource.environment) as { readonly variables: object }
  const unset = read.filter((name) => !(name in variables))
  if (unset.length === 0) return
  const { location, name } = step.definition
  core.Annotations.of(step).addWarningV2(
    `motia-aws:unset-environment:${name}`,
    `${location.file}:${location.line}: step '${name}' reads ${unset.join(', ')}, which nothing sets: set \`environment\` of the app or of the Step`,
  )
}
