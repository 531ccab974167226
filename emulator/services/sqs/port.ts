import type { PolicyStatement, SqsPort } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import type { Engine } from './engine.ts'
import { queueDoesNotExist } from './errors.ts'
import type { Queue } from './queue.ts'
import { redrive } from './redrive.ts'
import { toQueueMessage } from './view.ts'

/** SQS for the rest of the emulator, without a wire between. */
export function createSqsPort(engine: Engine, access: Access): SqsPort {
  const { registry, messages, availability, context } = engine
  const named = (name: string): Queue => {
    const queue = registry.find(name)
    if (queue === undefined) throw queueDoesNotExist()
    return queue
  }
  return {
    putQueue(name, attributes) {
      const existing = registry.find(name)
      const queue = existing ?? engine.create(name, attributes)
      if (existing !== undefined) engine.setAttributes(existing, replacing(existing, attributes))
      return { arn: queue.arn, url: registry.url(queue) }
    },
    deleteQueue: (name) => engine.remove(named(name)),
    setPolicy(name, statements: readonly PolicyStatement[]) {
      const policy = statements.length === 0 ? '' : JSON.stringify({ Version: '2012-10-17', Statement: statements })
      engine.setAttributes(named(name), { Policy: policy })
    },
    send(arn, message) {
      const queue = registry.byArn(arn)
      if (message.principal !== undefined) {
        access.authorize(message.principal, { action: 'sqs:SendMessage', resource: arn })
      }
      return engine.send(queue, message).messageId
    },
    receive: (arn, { max, visibilityTimeout }) =>
      engine.receive(registry.byArn(arn), max, visibilityTimeout).map(toQueueMessage),
    delete: (arn, receiptHandle) => engine.delete(registry.byArn(arn), receiptHandle),
    changeVisibility: (arn, receiptHandle, seconds) =>
      engine.changeVisibility(registry.byArn(arn), receiptHandle, seconds),
    onAvailable(arn, listener) {
      const { name } = registry.byArn(arn)
      // A deletion is announced, too, for the long polls.
      return availability.listen(name, () => {
        if (registry.find(name) !== undefined) listener()
      })
    },
    depth(arn) {
      const queue = registry.byArn(arn)
      engine.expire(queue)
      return messages.depth(queue.name, context.clock.now())
    },
    peek(arn, { offset, limit }) {
      const queue = registry.byArn(arn)
      engine.expire(queue)
      const now = context.clock.now()
      return messages.page(queue.name, offset, limit).map((row) => ({
        ...toQueueMessage(row),
        state: row.visible_at <= now ? 'visible' : row.receipt === null ? 'delayed' : 'inFlight',
        visibleAt: row.visible_at,
      }))
    },
    purge: (arn) => engine.purge(registry.byArn(arn)),
    redrive: (arn, messageIds) => redrive(engine, registry.byArn(arn), messageIds),
  }
}

/** A template states all of a queue's attributes: those it no longer has go back to their defaults. The policy is a resource of its own. */
function replacing(queue: Queue, attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const gone = Object.keys(queue.attributes).filter(
    (name) => name !== 'Policy' && name !== 'FifoQueue' && !(name in attributes),
  )
  return { ...Object.fromEntries(gone.map((name) => [name, ''])), ...attributes }
}
