import type { ServiceContext } from '../../ports.ts'
import { type Attributes, allowsRedriveFrom, checkAttributes, DEFAULTS, redrivePolicy } from './attributes.ts'
import { invalidParameter, queueDoesNotExist } from './errors.ts'
import type { Queue } from './queue.ts'

/** The queues of the account: in memory for speed, each change written to the database. */
export interface Registry {
  find(name: string): Queue | undefined
  /** Throws QueueDoesNotExist. */
  byArn(arn: string): Queue
  /** Throws QueueDoesNotExist. */
  byUrl(url: string | undefined): Queue
  all(): readonly Queue[]
  url(queue: Queue): string
  create(name: string, attributes: Attributes, tags: Readonly<Record<string, string>>): Queue
  /** Sets the attributes that are given; an empty text takes one away. */
  update(queue: Queue, attributes: Attributes): void
  tag(queue: Queue, tags: Readonly<Record<string, string>>): void
  remove(queue: Queue): void
}

export function createRegistry(context: ServiceContext): Registry {
  const { db, clock, account, region } = context
  const queues = new Map<string, Queue>()
  const save = db.prepare(
    'INSERT OR REPLACE INTO sqs_queue (name, created, modified, attributes, tags) VALUES (?, ?, ?, ?, ?)',
  )
  const erase = db.prepare('DELETE FROM sqs_queue WHERE name = ?')
  const arnOf = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`
  const write = (queue: Queue) =>
    save.run(queue.name, queue.created, queue.modified, JSON.stringify(queue.attributes), JSON.stringify(queue.tags))

  for (const row of db.prepare('SELECT name, created, modified, attributes, tags FROM sqs_queue').all()) {
    const { name, created, modified, attributes, tags } = row as Record<string, string> & {
      created: number
      modified: number
    }
    queues.set(name!, {
      name: name!,
      arn: arnOf(name!),
      fifo: name!.endsWith('.fifo'),
      created,
      modified,
      attributes: JSON.parse(attributes!),
      tags: JSON.parse(tags!),
    })
  }

  const checkRedrive = (arn: string, fifo: boolean, attributes: Attributes) => {
    const policy = redrivePolicy(attributes)
    if (policy === undefined) return
    const target = queues.get(policy.deadLetterTargetArn.split(':').at(-1)!)
    const refuse = (reason: string) =>
      invalidParameter(`Value ${attributes['RedrivePolicy']} for parameter RedrivePolicy is invalid. Reason: ${reason}`)
    if (target?.arn !== policy.deadLetterTargetArn) throw refuse('Dead letter target does not exist.')
    if (target.fifo !== fifo) throw refuse('Dead-letter queue must be same type of queue as the source.')
    if (!allowsRedriveFrom(target.attributes, arn)) throw refuse('Dead letter target does not allow this source queue.')
  }

  const existing = (queue: Queue | undefined): Queue => {
    if (queue === undefined) throw queueDoesNotExist()
    return queue
  }

  return {
    find: (name) => queues.get(name),
    byArn(arn) {
      const queue = queues.get(arn.slice(arn.lastIndexOf(':') + 1))
      return existing(queue?.arn === arn ? queue : undefined)
    },
    // Only the path counts: a URL stays good when the emulator comes up on another port.
    byUrl: (url) => existing(typeof url === 'string' ? queues.get(url.slice(url.lastIndexOf('/') + 1)) : undefined),
    all: () => [...queues.values()],
    url: (queue) => `${context.endpoint()}/${account}/${queue.name}`,
    create(name, attributes, tags) {
      if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, '')) || name.length > 80) {
        throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length')
      }
      checkAttributes(name, attributes)
      const now = clock.now()
      const arn = arnOf(name)
      const fifo = name.endsWith('.fifo')
      checkRedrive(arn, fifo, attributes)
      const queue: Queue = {
        name,
        arn,
        fifo,
        created: now,
        modified: now,
        attributes: { ...DEFAULTS, ...attributes },
        tags,
      }
      queues.set(name, queue)
      write(queue)
      return queue
    },
    update(queue, attributes) {
      const stated = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))
      checkAttributes(queue.name, { ...(queue.fifo && { FifoQueue: 'true' }), ...stated })
      checkRedrive(queue.arn, queue.fifo, stated)
      const given = Object.entries({ ...queue.attributes, ...attributes }).filter(([, value]) => value !== '')
      queue.attributes = { ...DEFAULTS, ...Object.fromEntries(given) }
      queue.modified = clock.now()
      write(queue)
    },
    tag(queue, tags) {
      queue.tags = tags
      write(queue)
    },
    remove(queue) {
      queues.delete(queue.name)
      erase.run(queue.name)
    },
  }
}
