import type { Step } from '../steps/model.ts'
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
