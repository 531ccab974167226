import type { IEventBus } from 'aws-cdk-lib/aws-events'
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam'
import type { CfnTopic, Topic as SnsTopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { core, events, iam, sns, subscriptions, targets } from './cdk.ts'
import { SynthError } from './errors.ts'
import { mark } from './metadata.ts'

export type Transport = 'sqs' | 'sns' | 'bus'

/**
 * A topic of the app, as `app.topic('order.created')` gives it. How it travels is settled at synth, when all subscribers
 * are known, so ARNs are tokens until then.
 */
export class Topic extends Construct {
  readonly name: string
  /** The bus that carries it, when the app's `topics` say so. */
  readonly bus: IEventBus | undefined
  readonly #source: string
  readonly #isFifo: () => boolean
  #sns: SnsTopic | undefined
  #target: { readonly transport: Transport; readonly arn: string } | undefined

  constructor(
    scope: Construct,
    name: string,
    options: { readonly bus: IEventBus | undefined; readonly source: string; readonly isFifo: () => boolean },
  ) {
    super(scope, name)
    this.name = name
    this.bus = options.bus
    this.#source = options.source
    this.#isFifo = options.isFifo
  }

  /** Where to send: the ARN of a queue, an SNS topic or a bus. */
  get arn(): string {
    return core.Lazy.string({ produce: () => this.#settled().arn })
  }

  /** Known at synth. */
  get transport(): Transport {
    return this.#settled().transport
  }

  /** The SNS topic; asking for it makes one, even for a topic with one subscriber. */
  get sns(): SnsTopic {
    if (this.bus) throw new SynthError(`topic '${this.name}' is on a bus: use its bus and rules`)
    if (this.#target?.transport === 'sqs') {
      throw new SynthError(`topic '${this.name}' was settled already: ask for its SNS topic while constructing the app`)
    }
    this.#sns ??= this.#makeSns()
    return this.#sns
  }

  /** True once something outside the app's Steps needs the SNS topic. */
  get hasSns(): boolean {
    return this.#sns !== undefined
  }

  /** Delivers the topic to a queue that no Step reads, of another stack for one. */
  subscribe(queue: IQueue): void {
    if (this.bus) {
      new events.Rule(this, `Rule${core.Names.nodeUniqueId(queue.node)}`, {
        eventBus: this.bus,
        eventPattern: { source: [this.#source], detailType: [this.name] },
        targets: [new targets.SqsQueue(queue)],
      })
    } else {
      this.sns.addSubscription(new subscriptions.SqsSubscription(queue, { rawMessageDelivery: true }))
    }
  }

  /** Lets somebody outside the app's Steps publish to the topic, and to it alone; it is an SNS topic from then on. */
  grantPublish(grantee: IGrantable): Grant {
    if (!this.bus)
      return iam.Grant.addToPrincipal({ grantee, actions: ['sns:Publish'], resourceArns: [this.sns.topicArn] })
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['events:PutEvents'],
      resourceArns: [this.bus.eventBusArn],
      conditions: { StringEquals: { 'events:source': this.#source, 'events:detail-type': this.name } },
    })
  }

  /** Says how the topic travels; called once, by the app. */
  settle(transport: Transport, arn: string): void {
    this.#target = { transport, arn }
  }

  #settled() {
    if (!this.#target) throw new SynthError(`topic '${this.name}' is settled at synth, not before`)
    return this.#target
  }

  #makeSns(): SnsTopic {
    const fifo = this.#isFifo()
    // Another id, for a topic cannot become FIFO: it is replaced.
    const topic = new sns.Topic(this, fifo ? 'FifoTopic' : 'Topic', {
      enforceSSL: true,
      ...(fifo ? { fifo: true } : {}),
    })
    // The account's own key for SNS: costs nothing a month, and needs no permission of publishers in the account.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
    ;(topic.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns'
    mark(topic, { role: 'topic', topic: this.name })
    return topic
  }
}
