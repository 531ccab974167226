import { Hono } from 'hono'
import type { MessageView, QueueState } from '../../protocol.ts'
import type { Session } from '../../session.ts'
import { notFound, RequestError } from '../errors.ts'
import { numberIn, objectIn } from '../query.ts'

/** Queues and dead letters: look, redrive, purge. */
export function queues(session: Session): Hono {
  const { emulator } = session
  const known = (name: string) => {
    const queue = emulator.queues().find((candidate) => candidate.name === name)
    if (!queue) throw notFound('queue', name)
    return queue
  }
  return new Hono()
    .get('/queues', (context) => context.json(emulator.queues()))
    .get('/queues/:name/messages', (context) => {
      const queue = known(context.req.param('name'))
      const offset = numberIn(context.req.query('offset'), 'offset', 0)
      const limit = numberIn(context.req.query('limit'), 'limit', 50, 500)
      const messages = emulator.messages(queue.name, { offset, limit })
      return context.json(messages.map((message) => describe(session, message, queue)))
    })
    .post('/queues/:name/redrive', async (context) => {
      const queue = known(context.req.param('name'))
      if (!queue.deadLetter) throw new RequestError(409, `${queue.name} is no dead-letter queue`)
      const { messageIds } = await objectIn(context.req)
      if (messageIds !== undefined && !isTexts(messageIds))
        throw new RequestError(400, 'messageIds must be a list of message ids')
      return context.json({ moved: emulator.redrive(queue.name, messageIds) })
    })
    .post('/queues/:name/purge', (context) => {
      emulator.purge(known(context.req.param('name')).name)
      return context.json({})
    })
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

type Message = ReturnType<Session['emulator']['messages']>[number]

function describe(session: Session, message: Message, { deadLetter, step }: QueueState): MessageView {
  const envelope = envelopeOf(message.body)
  return {
    ...message,
    state: message.state as MessageView['state'],
    receiveCount: Number(message.attributes['ApproximateReceiveCount'] ?? 0),
    reason: deadLetter
      ? (message.messageAttributes['motia.reason']?.StringValue ?? lastError(session, envelope, step))
      : null,
    traceId: envelope?.traceId ?? null,
    topic: envelope?.topic ?? null,
  }
}

/**
 * What the handler threw last, for a message that SQS moved after its last try: SQS itself keeps no reason. A function
 * that timed out, exited or could not even start named no message: then what became of its last run is the reason.
 */
function lastError(
  session: Session,
  envelope: { id: string; traceId: string } | undefined,
  step: string | undefined,
): string | null {
  if (!envelope) return null
  const [trace] = session.emulator.traces({ traceId: envelope.traceId, limit: 1 })
  const failed = trace?.spans.filter((span) => span.error) ?? []
  const ofMessage = failed.findLast((span) => span.attributes['messageId'] === envelope.id)
  const ofStep = failed.findLast((span) => span.kind === 'invocation' && span.step === step)
  return (ofMessage ?? ofStep)?.error?.message ?? null
}

function envelopeOf(body: string): { id: string; topic: string; traceId: string } | undefined {
  try {
    const value = JSON.parse(body) as Record<string, unknown> | null
    const { id, topic, traceId } = value ?? {}
    return typeof id === 'string' && typeof topic === 'string' && typeof traceId === 'string'
      ? { id, topic, traceId }
      : undefined
  } catch {
    // Somebody else's message: no envelope, nothing to tell.
    return undefined
  }
}
