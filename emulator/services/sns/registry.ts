import { randomUUID } from 'node:crypto'
import type { PolicyStatement, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import { parsePolicy } from '../access/policy.ts'
import { checkTopicAttributes, readSubscriptionAttributes } from './attributes.ts'
import { invalidParameter, subscriptionNotFound, topicNotFound } from './errors.ts'
import type { Subscription, Topic } from './topic.ts'

type Attributes = Readonly<Record<string, string>>

interface NewSubscription {
  readonly topicArn: string
  readonly protocol: string
  readonly endpoint: string
  readonly attributes: Attributes
}

/** Topics and who subscribes to them. In memory: they are wiring, which the template makes anew at each start. */
export interface Registry {
  topics(): readonly Topic[]
  /** Throws NotFound. */
  topic(arn: string | undefined): Topic
  findTopic(name: string): Topic | undefined
  putTopic(name: string, attributes: Attributes, tags?: Attributes): Topic
  setTopicAttributes(topic: Topic, attributes: Attributes): void
  setPolicy(topic: Topic, statements: readonly PolicyStatement[]): void
  removeTopic(topic: Topic): void
  subscriptions(topicArn?: string): readonly Subscription[]
  /** Throws NotFound. */
  subscription(arn: string | undefined): Subscription
  /** Makes the subscription with this id, or changes it. */
  putSubscription(id: string, subscription: NewSubscription): Subscription
  setSubscriptionAttributes(subscription: Subscription, attributes: Attributes): void
  removeSubscription(arn: string): void
}

export const newSubscriptionId = () => randomUUID()

export function createRegistry(context: ServiceContext, access: Access): Registry {
  const topics = new Map<string, Topic>()
  const subscriptions = new Map<string, Subscription>()
  const arnOf = (name: string) => `arn:aws:sns:${context.region}:${context.account}:${name}`

  const topic = (arn: string | undefined) => {
    const found = topics.get(arn ?? '')
    if (found === undefined) throw topicNotFound()
    return found
  }

  return {
    topics: () => [...topics.values()],
    topic,
    findTopic: (name) => topics.get(arnOf(name)),
    putTopic(name, attributes, tags = {}) {
      const fifo = name.endsWith('.fifo')
      if (!/^[\w-]{1,256}(\.fifo)?$/.test(name) || name.length > 256) throw invalidParameter('Topic Name')
      if ((attributes['FifoTopic'] === 'true') !== fifo) {
        throw invalidParameter('Topic Name: a FIFO topic ends in .fifo and has FifoTopic=true, another neither')
      }
      checkTopicAttributes(attributes)
      const arn = arnOf(name)
      const made: Topic = { arn, name, fifo, attributes, tags }
      topics.set(arn, made)
      if (attributes['Policy'] !== undefined) access.setResourcePolicy(arn, parsePolicy(attributes['Policy']))
      return made
    },
    setTopicAttributes(target, attributes) {
      checkTopicAttributes({ ...target.attributes, ...attributes })
      if (attributes['Policy'] !== undefined) access.setResourcePolicy(target.arn, parsePolicy(attributes['Policy']))
      target.attributes = { ...target.attributes, ...attributes }
    },
    setPolicy(target, statements) {
      access.setResourcePolicy(target.arn, statements)
      target.attributes = {
        ...target.attributes,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      }
    },
    removeTopic(target) {
      topics.delete(target.arn)
      access.setResourcePolicy(target.arn, [])
      for (const { arn, topicArn } of subscriptions.values()) if (topicArn === target.arn) subscriptions.delete(arn)
    },
    subscriptions: (topicArn) =>
      [...subscriptions.values()].filter((one) => topicArn === undefined || one.topicArn === topicArn),
    subscription(arn) {
      const found = subscriptions.get(arn ?? '')
      if (found === undefined) throw subscriptionNotFound()
      return found
    },
    putSubscription(id, { topicArn, protocol, endpoint, attributes }) {
      const { fifo } = topic(topicArn)
      if (protocol !== 'sqs' && protocol !== 'lambda') {
        throw invalidParameter(`Protocol: the emulator delivers to sqs and lambda, not to ${protocol}`)
      }
      if (!endpoint.startsWith(`arn:aws:${protocol}:`))
        throw invalidParameter(`Endpoint: ${endpoint} is no ARN of ${protocol}`)
      if (!fifo && endpoint.endsWith('.fifo')) {
        throw invalidParameter('Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics')
      }
      if (fifo && protocol !== 'sqs')
        throw invalidParameter(`Protocol: a FIFO topic delivers to sqs only, not to ${protocol}`)
      const accepts = readSubscriptionAttributes(attributes)
      const arn = `${topicArn}:${id}`
      const made: Subscription = { arn, topicArn, protocol, endpoint, attributes, accepts }
      subscriptions.set(arn, made)
      return made
    },
    setSubscriptionAttributes(target, attributes) {
      const all = Object.entries({ ...target.attributes, ...attributes }).filter(([, value]) => value !== '')
      const next = Object.fromEntries(all)
      target.accepts = readSubscriptionAttributes(next)
      target.attributes = next
    },
    removeSubscription: (arn) => void subscriptions.delete(arn),
  }
}
