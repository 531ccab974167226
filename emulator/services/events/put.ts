import type { Principal, RuleTarget, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Deliver } from '../delivery.ts'
import { toAwsError } from '../gateway/perform.ts'
import type { Sns } from '../sns/index.ts'
import { inTransaction } from '../store/index.ts'
import { busName, type Registry } from './registry.ts'
import type { Event, Rule } from './rule.ts'
import { inputFor } from './transform.ts'

/** A rule may send to another bus whose rules send on; a circle ends here. */
const MOST_BUSES = 5

/** Gives an event to the targets of all rules on a bus that match it. */
export type Put = (bus: string, event: Event, traceHeader: string | undefined) => void

export function createPut(parts: {
  readonly context: ServiceContext
  readonly access: Access
  readonly registry: Registry
  readonly deliver: Deliver
  readonly sns: Sns
}): Put {
  const { context, access, registry, deliver, sns } = parts

  const put = (bus: string, event: Event, traceHeader: string | undefined, depth: number): void => {
    for (const rule of registry.rules(bus)) {
      if (rule.state !== 'ENABLED' || !rule.matches(event)) continue
      for (const target of rule.targets) send(rule, target, event, traceHeader, depth)
    }
  }

  const send = (rule: Rule, target: RuleTarget, event: Event, traceHeader: string | undefined, depth: number) => {
    const principal: Principal = { type: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn }
    const service = target.arn.split(':')[2]
    const input = inputFor(target, rule, event, new Date(context.clock.now()).toISOString())
    if (service === 'events') {
      if (depth < MOST_BUSES && registry.hasBus(busName(target.arn)))
        put(busName(target.arn), event, traceHeader, depth + 1)
      return
    }
    if (service === 'sns') return publish(target, input, principal, traceHeader)
    deliver({
      targetArn: target.arn,
      principal,
      deadLetterArn: target.deadLetterArn,
      message: {
        body: input,
        ...(target.messageGroupId !== undefined && { groupId: target.messageGroupId }),
        ...(traceHeader !== undefined && { traceHeader }),
      },
      event: () => input,
    })
  }

  const publish = (target: RuleTarget, message: string, principal: Principal, traceHeader: string | undefined) => {
    try {
      access.authorize(principal, { action: 'sns:Publish', resource: target.arn })
      const groupId = target.messageGroupId
      sns.publish(sns.registry.topic(target.arn), { message, attributes: {}, groupId }, traceHeader)
    } catch (thrown) {
      const { code, message: text } = toAwsError(thrown)
      context.observe({
        kind: 'call',
        time: context.clock.now(),
        duration: 0,
        service: 'sns',
        action: 'Publish',
        principal,
        resource: target.arn,
        error: { code, message: text },
      })
    }
  }

  // One transaction: the caller hears that the event was accepted when all its queues have it.
  return (bus, event, traceHeader) => inTransaction(context.db, () => put(bus, event, traceHeader, 1))
}
