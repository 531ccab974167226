import type { Duration } from 'aws-cdk-lib'
import type { AddToResourcePolicyResult, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { CfnQueue, Queue, QueuePolicy, QueueProps } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Step } from '../steps/model.ts'
import { acknowledge } from './acknowledgements.ts'
import { core, iam, sqs } from './cdk.ts'
import { mark } from './metadata.ts'

/** Motia's default: three more tries. */
const defaultRetries = 3
/** SQS keeps a message no longer than that. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const longestRetention = core.Duration.days(14)
/** 12 hours, in seconds: the most that SQS takes. */
const longestVisibility = 43_200

/** A queue whose policy is shared with its dead-letter queue: one resource for two. */
class SharedPolicyQueue extends sqs.Queue {
  #shared: QueuePolicy | undefined

  share(policy: QueuePolicy): void {
    this.#shared = policy
  }

  override addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    if (!this.#shared) return { statementAdded: false }
    // `*` in a queue's own policy is that queue; a policy may name no other.
    this.#shared.document.addStatements(statement.copy({ resources: ['*'] }))
    return { statementAdded: true, policyDependable: this.#shared }
  }
}

/** The dead-letter queue of a Step and what may send to it; encrypted, TLS alone. */
export class StepDeadLetterQueue {
  /** Where it stands, and what refers to no function with it. */
  readonly scope: Construct
  readonly deadLetterQueue: Queue
  protected readonly policy: QueuePolicy

  constructor(scope: Construct, step: Step, fifo = false) {
    this.scope = scope
    const queue = new SharedPolicyQueue(scope, 'DeadLetterQueue', {
      ...safe,
      ...(fifo ? { fifo: true } : {}),
      retentionPeriod: longestRetention,
    })
    this.deadLetterQueue = queue
    this.policy = new sqs.QueuePolicy(scope, 'QueuePolicy', { queues: [queue] })
    this.policy.document.addStatements(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['sqs:*'],
        resources: ['*'],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    )
    queue.share(this.policy)
    mark(queue, { step: step.name, role: 'deadLetterQueue' })
    acknowledge(queue, 'deadLetterQueue')
  }

  /** Lets an AWS service send on behalf of these topics or rules, and nothing else of it. */
  allow(service: 'sns' | 'events', sourceArns: readonly string[]): void {
    this.policy.document.addStatements(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ['sqs:SendMessage'],
        resources: ['*'],
        conditions: { ArnEquals: { 'aws:SourceArn': sourceArns } },
      }),
    )
  }
}

/** The queue of an event Step with its dead-letter queue: one pair, whatever the number of topics. */
export class StepQueue extends StepDeadLetterQueue {
  readonly queue: Queue
  readonly fifo: boolean
  /** Tries after the first. */
  readonly maxRetries: number

  constructor(scope: Construct, step: Step, timeout: Duration) {
    const settings = step.infrastructure.queue ?? {}
    const fifo = settings.type === 'fifo'
    super(scope, step, fifo)
    this.fifo = fifo
    this.maxRetries = settings.maxRetries ?? defaultRetries
    const queue = new SharedPolicyQueue(scope, 'Queue', {
      ...safe,
      ...(fifo ? { fifo: true, contentBasedDeduplication: true } : {}),
      ...(settings.delaySeconds ? { deliveryDelay: core.Duration.seconds(settings.delaySeconds) } : {}),
      visibilityTimeout: visibility(timeout, settings.batchWindow ?? 0, settings.visibilityTimeout ?? 0),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: this.maxRetries + 1 },
    })
    queue.share(this.policy)
    const { queues } = this.policy.node.defaultChild as unknown as { queues: string[] }
    queues.unshift((queue.node.defaultChild as CfnQueue).ref)
    this.queue = queue
    mark(queue, { step: step.name, role: 'queue' })
  }
}

const safe: QueueProps = { encryption: sqs.QueueEncryption.SQS_MANAGED }

/**
 * A message stays hidden while any try of it may still run: six times the function's timeout and the batch window.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
function visibility(timeout: Duration, batchWindow: number, wanted: number): Duration {
  const least = 6 * timeout.toSeconds() + batchWindow
  return core.Duration.seconds(Math.min(Math.max(least, wanted), longestVisibility))
}
