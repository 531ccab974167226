import type { Logger } from '../authoring/context.ts'
import type { Emit, EmitMessage, EmitOptions } from '../authoring/emit.ts'
import { InvalidEmitError } from '../errors.ts'
import { keep, type Run } from '../invocation/run.ts'
import { loadRemote } from '../remote/load.ts'
import { traced } from '../trace/segment.ts'
import { destinationOf } from './destination.ts'
import { type Envelope, envelopeId, nextHop } from './envelope.ts'

/** The `emit` of one run. */
export function createEmit(run: Run): Emit {
  return (first: string | EmitMessage, data?: unknown, options?: EmitOptions): Promise<void> =>
    keep(run, send(run, typeof first === 'object' ? first : { ...options, topic: first, data }))
}

/**
 * Motia 0.x's `emit`: a topic that the config does not list is dropped with a warning; an empty list allows every topic.
 */
export function createMotiaEmit(
  run: Run,
  allowed: ReadonlySet<string>,
  logger: Logger,
): (message: EmitMessage) => Promise<void> {
  return (message) => {
    if (allowed.size > 0 && !allowed.has(message.topic)) {
      logger.warn(`emit to "${message.topic}" dropped: the topic is not in the config's emits`, {
        topic: message.topic,
      })
      return Promise.resolve()
    }
    return keep(run, send(run, message))
  }
}

/** Async so that whatever is wrong is a rejection, yet the message's place among the run's emits is taken at once. */
async function send(run: Run, message: EmitMessage): Promise<void> {
  const { topic, data } = message
  if (typeof topic !== 'string' || topic === '') {
    throw new InvalidEmitError(
      `topic ${JSON.stringify(topic)} is no text: call emit(topic, data) or emit({ topic, data })`,
    )
  }
  const id = envelopeId(run.parentId, run.step, run.emits++)
  const destination = destinationOf(topic)
  const hop = nextHop(run, topic)
  await traced(run, `emit ${topic}`, { topic, messageId: id }, async (traceHeader) => {
    const envelope: Envelope = {
      v: 1,
      id,
      topic,
      data,
      traceId: run.traceId,
      parentId: run.parentId,
      hop,
      time: new Date().toISOString(),
      ...(traceHeader !== undefined && { traceHeader }),
    }
    const body = write(envelope)
    const { put } = await loadRemote()
    await put({
      destination,
      topic,
      id,
      body,
      traceHeader,
      delaySeconds: message.delaySeconds,
      groupId: message.groupId ?? message.messageGroupId,
      deduplicationId: message.deduplicationId,
      deadline: Date.now() + run.lambda.getRemainingTimeInMillis(),
    })
  })
}

function write(envelope: Envelope): string {
  try {
    // SQS refuses the two characters that JSON allows and XML 1.0 does not.
    return JSON.stringify(envelope).replace(/[\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)
  } catch (cause) {
    throw new InvalidEmitError(
      `data for topic "${envelope.topic}" cannot be written as JSON (${(cause as Error).message}): emit plain values`,
      { cause },
    )
  }
}
