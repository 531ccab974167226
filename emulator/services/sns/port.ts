import type { SnsPort } from '../../ports.ts'
import { topicNotFound } from './errors.ts'
import type { Registry } from './registry.ts'

/** SNS for the rest of the emulator: the template's topics and subscriptions. */
export function createSnsPort(registry: Registry): SnsPort {
  const named = (name: string) => {
    const topic = registry.findTopic(name)
    if (topic === undefined) throw topicNotFound()
    return topic
  }
  // The template names a subscription by an id of its own, whichever topic it belongs to.
  const arns = new Map<string, string>()
  return {
    putTopic(name, attributes) {
      const policy = registry.findTopic(name)?.attributes['Policy']
      return { arn: registry.putTopic(name, { ...(policy !== undefined && { Policy: policy }), ...attributes }).arn }
    },
    deleteTopic: (name) => registry.removeTopic(named(name)),
    setPolicy: (name, statements) => registry.setPolicy(named(name), statements),
    putSubscription(id, subscription) {
      const made = registry.putSubscription(withoutTopic(id, subscription.topicArn), subscription)
      const earlier = arns.get(id)
      if (earlier !== undefined && earlier !== made.arn) registry.removeSubscription(earlier)
      arns.set(id, made.arn)
    },
    deleteSubscription(id) {
      const arn = arns.get(id)
      if (arn !== undefined) registry.removeSubscription(arn)
      arns.delete(id)
    },
  }
}

/** An id may be the whole ARN that the subscription is to have. */
const withoutTopic = (id: string, topicArn: string) =>
  id.startsWith(`${topicArn}:`) ? id.slice(topicArn.length + 1) : id
