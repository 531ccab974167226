import type { CfnElement } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Step } from '../steps/model.ts'
import { core } from './cdk.ts'
import { SynthError } from './errors.ts'

/** All variables of a function together, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const environmentLimit = 4096
/** `arn:aws:sqs:ap-southeast-1:123456789012:` and the 80 characters that CloudFormation's name of a queue has at most. */
const longestArn = 120
/** What the other `MOTIA_` variables take, the dead-letter queue's ARN among them. */
const otherVariables = 300

/**
 * Refuses what would fail only in the deployment: names are given by CloudFormation, so the size of `MOTIA_TOPICS` is
 * known for sure only then.
 */
export function checkEnvironment(step: Step, topics: readonly { readonly name: string }[]): void {
  const size = topics.reduce((sum, { name }) => sum + Buffer.byteLength(name) + longestArn + 6, otherVariables)
  if (size <= environmentLimit) return
  const remedy = step.emitsAnything
    ? 'its code hides which, so it may emit all: state them with `emits: [...]`'
    : 'emit fewer topics from one Step'
  throw new SynthError(
    `${step.location.file}:${step.location.line}: step '${step.name}' may emit to ${topics.length} topics, whose ARNs take up to ${size} bytes of the ${environmentLimit} that a function's environment has: ${remedy}`,
  )
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const stackLimits = { resources: 500, parameters: 200, outputs: 200 }

/** What CloudFormation would refuse in the app's stacks, and what to do about it; it says only the first. */
export function overLimits(app: Construct): string[] {
  const root = core.Stack.of(app)
  const nested = app.node.findAll().filter((node) => core.NestedStack.isNestedStack(node))
  return [root, ...nested].flatMap((stack) => {
    const elements = stack.node.findAll().filter((node): node is CfnElement => {
      return core.CfnElement.isCfnElement(node) && node.stack === stack
    })
    const counts = {
      resources: elements.filter((element) => core.CfnResource.isCfnResource(element)).length,
      parameters: elements.filter((element) => element instanceof core.CfnParameter).length,
      outputs: elements.filter((element) => element instanceof core.CfnOutput).length,
    }
    return (Object.keys(stackLimits) as (keyof typeof stackLimits)[])
      .filter((kind) => counts[kind] > stackLimits[kind])
      .map((kind) => {
        const fact = `stack ${stack.node.path} would have ${counts[kind]} ${kind}, CloudFormation allows ${stackLimits[kind]}`
        return `${fact}: ${stack === root ? spreadAdvice : nestedAdvice(stack.node.id)}`
      })
  })
}

const spreadAdvice =
  'queues and routes never leave it by themselves, for a queue that moves is a new one, and the messages in the old one are ' +
  'lost. For an app never deployed set `spread: { stacks: 8 }`; for one that is, add `keepInRoot` with the names of the ' +
  'Steps deployed today (`motia-aws steps` lists them), so that only new ones go elsewhere. SNS topics stay: two resources ' +
  'each for a topic that fans out or that no Step hears'

function nestedAdvice(id: string): string {
  if (id.startsWith('Functions')) return 'set a larger `shards`; functions move, and nothing that holds data does'
  return 'set a larger `spread.stacks`; of an app that is deployed this moves its queues, so drain them before'
}
