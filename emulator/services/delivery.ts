import type { Activity, InvokeAsync, NewMessage, Principal, ServiceContext, SqsPort } from '../ports.ts'
import { toAwsError } from './gateway/perform.ts'

/** What a service hands to a target: how it looks as a queue's message, and as a function's event. */
export interface Delivery {
  readonly targetArn: string
  readonly principal: Principal
  readonly message: NewMessage
  /** The function's event, JSON. */
  readonly event: () => string
  readonly deadLetterArn?: string | undefined
}

/** SNS, EventBridge: one service giving something to a queue or a function of another. */
export type Deliver = (delivery: Delivery) => void

/**
 * Delivers at once and within the caller's turn: what has gone to queues is stored before the publisher hears that it was
 * accepted. A delivery that is refused is told to the observer (AWS would only count it in a metric), and goes to the
 * dead-letter queue if there is one.
 */
export function createDeliver(context: ServiceContext, sqs: SqsPort, invoke: () => InvokeAsync): Deliver {
  const attempt = (delivery: Delivery): Activity['error'] => {
    const { targetArn, principal, message } = delivery
    const isQueue = targetArn.split(':')[2] === 'sqs'
    try {
      if (isQueue) sqs.send(targetArn, { ...message, principal })
      else invoke()(targetArn, delivery.event(), { principal, ...pick(message.traceHeader) })
      return undefined
    } catch (thrown) {
      const { code, message: text } = toAwsError(thrown)
      const error = { code, message: text }
      context.observe({
        kind: 'call',
        time: context.clock.now(),
        duration: 0,
        service: isQueue ? 'sqs' : 'lambda',
        action: isQueue ? 'SendMessage' : 'Invoke',
        principal,
        ...pick(message.traceHeader),
        resource: targetArn,
        error,
      })
      return error
    }
  }

  return (delivery) => {
    const error = attempt(delivery)
    if (error === undefined || delivery.deadLetterArn === undefined) return
    const reason = {
      ErrorCode: { DataType: 'String', StringValue: error.code },
      ErrorMessage: { DataType: 'String', StringValue: error.message.slice(0, 1024) },
    }
    attempt({
      targetArn: delivery.deadLetterArn,
      principal: delivery.principal,
      message: { ...delivery.message, messageAttributes: { ...delivery.message.messageAttributes, ...reason } },
      event: delivery.event,
    })
  }
}

const pick = (traceHeader: string | undefined) => (traceHeader === undefined ? {} : { traceHeader })
