import { randomUUID } from 'node:crypto'
import type { ServiceContext } from '../../ports.ts'
import type { Deliver } from '../delivery.ts'
import { inTransaction } from '../store/index.ts'
import { deadLetterArn } from './attributes.ts'
import { createDeduplication, deduplicationIdOf } from './deduplication.ts'
import { checkNotification, type NewNotification, textFor } from './message.ts'
import { notificationBody, notificationEvent, type Published } from './notification.ts'
import type { Registry } from './registry.ts'
import type { Subscription, Topic } from './topic.ts'

export interface Receipt {
  readonly messageId: string
  readonly sequenceNumber?: string
}

export type Publish = (topic: Topic, notification: NewNotification, traceHeader?: string) => Receipt

/** Publishes to all subscriptions whose filter accepts the message; what goes to queues is stored when this returns. */
export function createPublish(context: ServiceContext, registry: Registry, deliver: Deliver): Publish {
  const { clock, db } = context
  const deduplication = createDeduplication()
  let sequence = 0

  const send = (topic: Topic, subscription: Subscription, published: Published) => {
    const raw = subscription.attributes['RawMessageDelivery'] === 'true'
    const endpoint = context.endpoint()
    const fifoQueue = subscription.endpoint.endsWith('.fifo')
    deliver({
      targetArn: subscription.endpoint,
      principal: { type: 'service', service: 'sns.amazonaws.com', sourceArn: topic.arn },
      deadLetterArn: deadLetterArn(subscription.attributes),
      message: {
        body: raw ? published.message : notificationBody(published, topic, subscription, endpoint),
        ...(raw && { messageAttributes: published.attributes }),
        ...(published.groupId !== undefined && { groupId: published.groupId }),
        ...(fifoQueue && published.deduplicationId !== undefined && { deduplicationId: published.deduplicationId }),
        ...(published.traceHeader !== undefined && { traceHeader: published.traceHeader }),
      },
      event: () => notificationEvent(published, topic, subscription, endpoint),
    })
  }

  const publish = (topic: Topic, notification: NewNotification, receipt: Receipt, rest: Partial<Published>) => {
    const { subject, attributes, groupId } = notification
    // All texts before the first delivery: one that is missing refuses the whole message.
    const texts = registry
      .subscriptions(topic.arn)
      .map((subscription) => ({ subscription, message: textFor(subscription.protocol, notification) }))
    for (const { subscription, message } of texts) {
      if (!subscription.accepts({ message, attributes })) continue
      send(topic, subscription, { ...receipt, message, subject, attributes, groupId, time: clock.now(), ...rest })
    }
  }

  return (topic, notification, traceHeader) => {
    checkNotification(topic, notification)
    return inTransaction(db, () => {
      const messageId = randomUUID()
      if (!topic.fifo) {
        publish(topic, notification, { messageId }, { traceHeader })
        return { messageId }
      }
      const now = clock.now()
      const deduplicationId = deduplicationIdOf(topic, notification.message, notification.deduplicationId)
      const scope = topic.attributes['FifoThroughputScope'] === 'MessageGroup' ? notification.groupId : ''
      const key = JSON.stringify([topic.arn, scope, deduplicationId])
      const earlier = deduplication.find(key, now)
      if (earlier !== undefined) return earlier
      sequence = Math.max(sequence + 1, now * 1000)
      const receipt = { messageId, sequenceNumber: `1${String(sequence).padStart(19, '0')}` }
      publish(topic, notification, receipt, { traceHeader, deduplicationId })
      deduplication.remember(key, receipt, now)
      return receipt
    })
  }
}
