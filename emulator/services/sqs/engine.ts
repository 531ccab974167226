import type { NewMessage, ServiceContext } from '../../ports.ts'
import type { Access } from '../access/index.ts'
import { parsePolicy } from '../access/policy.ts'
import { inTransaction } from '../store/index.ts'
import type { Attributes } from './attributes.ts'
import { type Availability, createAvailability } from './availability.ts'
import { createDeduplication } from './deduplication.ts'
import { invalidReceipt, invalidValue } from './errors.ts'
import { createExpiry } from './expiry.ts'
import { createMessages, type Messages } from './messages.ts'
import { numberOf, type Queue } from './queue.ts'
import { readReceipt } from './receipt.ts'
import { createReceive, type Receive } from './receive.ts'
import { createRegistry, type Registry } from './registry.ts'
import { createSchema, type MessageRow, recover } from './schema.ts'
import { createSend, type Sent } from './send.ts'

/** What queues do, apart from how one asks them to: the API actions and the in-process port both stand on it. */
export interface Engine {
  readonly context: ServiceContext
  readonly registry: Registry
  readonly messages: Messages
  readonly availability: Availability
  create(name: string, attributes: Attributes, tags?: Readonly<Record<string, string>>): Queue
  setAttributes(queue: Queue, attributes: Attributes): void
  remove(queue: Queue): void
  send(queue: Queue, message: NewMessage): Sent
  readonly receive: Receive
  /** Deletes a received message; a handle of an earlier receive of it changes nothing. */
  delete(queue: Queue, handle: string): void
  changeVisibility(queue: Queue, handle: string, seconds: number): void
  purge(queue: Queue): void
  /** Drops what is older than the queue's retention period. */
  expire(queue: Queue): void
}

export function createEngine(context: ServiceContext, access: Access): Engine {
  const { db, clock } = context
  createSchema(db)
  recover(db, clock.now())
  const registry = createRegistry(context)
  const messages = createMessages(db, clock.now)
  const deduplication = createDeduplication(db)
  const availability = createAvailability(clock, (queue) => messages.nextDue(queue, clock.now()))

  const applyPolicy = (queue: Queue) => access.setResourcePolicy(queue.arn, parsePolicy(queue.attributes['Policy']))
  for (const queue of registry.all()) applyPolicy(queue)

  const expiry = createExpiry(clock, messages)

  const received = (queue: Queue, handle: string): MessageRow | undefined => {
    const receipt = readReceipt(handle)
    if (receipt === undefined || receipt.queue !== queue.name) throw invalidReceipt(handle)
    const row = messages.get(queue.name, receipt.sequence)
    return row?.receipt === receipt.nonce ? row : undefined
  }

  return {
    context,
    registry,
    messages,
    availability,
    expire: expiry.sweep,
    receive: createReceive({ context, registry, messages, availability, expiry }),
    send: createSend({ context, messages, deduplication, availability }),
    create(name, attributes, tags = {}) {
      const queue = registry.create(name, attributes, tags)
      applyPolicy(queue)
      return queue
    },
    setAttributes(queue, attributes) {
      const delay = numberOf(queue, 'DelaySeconds')
      if (attributes['Policy'] !== undefined) parsePolicy(attributes['Policy'])
      registry.update(queue, attributes)
      applyPolicy(queue)
      expiry.forget(queue)
      const newDelay = numberOf(queue, 'DelaySeconds')
      if (queue.fifo && newDelay !== delay) {
        messages.redelay(queue.name, newDelay * 1000)
        availability.announce(queue.name)
      }
    },
    remove(queue) {
      inTransaction(db, () => {
        registry.remove(queue)
        messages.clear(queue.name)
        deduplication.clear(queue.name)
      })
      access.setResourcePolicy(queue.arn, [])
      expiry.forget(queue)
      // Long polls see that it is gone.
      availability.announce(queue.name)
    },
    delete(queue, handle) {
      const row = received(queue, handle)
      if (row === undefined) return
      messages.delete(row.sequence)
      // The group's next message was waiting for this one.
      if (queue.fifo) availability.announce(queue.name)
    },
    changeVisibility(queue, handle, seconds) {
      if (!Number.isInteger(seconds) || seconds < 0 || seconds > 43_200) {
        throw invalidValue(seconds, 'VisibilityTimeout', 'Must be between 0 and 43200.')
      }
      const row = received(queue, handle)
      if (row === undefined) {
        throw invalidValue(
          handle,
          'ReceiptHandle',
          'Message does not exist or is not available for visibility timeout change.',
        )
      }
      const now = clock.now()
      // AWS answers a handle whose time is over with success and leaves the message alone.
      if (row.visible_at <= now) return
      messages.setVisibleAt(row.sequence, now + seconds * 1000)
      if (seconds === 0) availability.announce(queue.name)
      else availability.announceAt(queue.name, now + seconds * 1000)
    },
    purge: (queue) => messages.clear(queue.name),
  }
}
