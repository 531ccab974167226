import type { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import type { EventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { Step } from '../steps/model.ts'
import { acknowledge } from './acknowledgements.ts'
import { core, iam, lambda } from './cdk.ts'
import { SynthError } from './errors.ts'
import type { StepOptions } from './props.ts'
import type { StepQueue } from './queue.ts'

/** Feeds an event Step's queue to its function, failed records reported one by one. */
export function connectQueue(
  scope: Construct,
  step: Step,
  target: LambdaFunction,
  queue: StepQueue,
  permissions: PolicyDocument,
  options: StepOptions,
): EventSourceMapping {
  const { batchSize = 1, batchWindow = 0, concurrency } = step.infrastructure.queue ?? {}
  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  if (queue.fifo && (batchSize > 10 || batchWindow > 0)) {
    throw new SynthError(
      `${place(step)}: a fifo queue has batches of at most 10 and no batch window; it asks for ${batchSize} and ${batchWindow} s`,
    )
  }
  if (!queue.fifo && batchSize > 10 && batchWindow === 0) {
    throw new SynthError(`${place(step)}: a batch of ${batchSize} needs a batch window: set \`batchWindow: 1\` or more`)
  }
  const mapping = new lambda.EventSourceMapping(scope, 'EventSource', {
    target,
    eventSourceArn: queue.queue.queueArn,
    batchSize,
    reportBatchItemFailures: true,
    ...(batchWindow > 0 ? { maxBatchingWindow: core.Duration.seconds(batchWindow) } : {}),
    ...maxConcurrency(step, concurrency, options.reservedConcurrency),
  })
  acknowledge(mapping, 'eventSource')
  permissions.addStatements(
    new iam.PolicyStatement({
      actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [queue.queue.queueArn],
    }),
    new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.deadLetterQueue.queueArn] }),
  )
  return mapping
}

/**
 * Reserved concurrency alone would throttle deliveries, each a receive that brings a good message nearer to the
 * dead-letter queue; the event source's own maximum does not.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
function maxConcurrency(step: Step, wanted: number | undefined, reserved: number | undefined) {
  const concurrency = wanted ?? reserved
  if (concurrency === undefined) return {}
  if (concurrency < 2 || concurrency > 1000) {
    throw new SynthError(
      `${place(step)}: concurrency ${concurrency} cannot be had of SQS (2 to 1,000); for one at a time use a fifo queue with one group`,
    )
  }
  if (reserved !== undefined && reserved < concurrency) {
    throw new SynthError(
      `${place(step)}: reserved concurrency ${reserved} is less than the queue's concurrency ${concurrency}: good messages would end in the dead-letter queue`,
    )
  }
  return { maxConcurrency: concurrency }
}

function place(step: Step): string {
  return `${step.location.file}:${step.location.line}: step '${step.name}'`
}
