import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs'
import type { MessageAttribute, NewMessage } from '../../../ports.ts'
import type { Call } from '../../gateway/api.ts'
import type { Wire } from '../../gateway/wire.ts'
import { md5, md5OfAttributes } from '../digest.ts'
import type { Engine } from '../engine.ts'
import { invalidParameter } from '../errors.ts'
import type { Queue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage = (engine: Engine) => (input: Wire<SendMessageRequest>, call: Call) =>
  sendOne(engine, engine.registry.byUrl(input.QueueUrl), input, call)

type Entry = Omit<Wire<SendMessageRequest>, 'QueueUrl'>

/** Also what SendMessageBatch does with each of its entries. */
export function sendOne(engine: Engine, queue: Queue, entry: Entry, call: Call) {
  const attributes = (entry.MessageAttributes ?? {}) as Readonly<Record<string, MessageAttribute>>
  const system = (entry.MessageSystemAttributes ?? {}) as Readonly<Record<string, MessageAttribute>>
  const sent = engine.send(queue, {
    body: entry.MessageBody as string,
    messageAttributes: attributes,
    principal: call.principal,
    ...(entry.DelaySeconds !== undefined && { delaySeconds: entry.DelaySeconds }),
    ...(entry.MessageGroupId !== undefined && { groupId: entry.MessageGroupId }),
    ...(entry.MessageDeduplicationId !== undefined && { deduplicationId: entry.MessageDeduplicationId }),
    ...traceHeader(system, call),
  })
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: md5(entry.MessageBody as string),
    ...(Object.keys(attributes).length > 0 && { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
    ...(Object.keys(system).length > 0 && { MD5OfMessageSystemAttributes: md5OfAttributes(system) }),
    ...(sent.sequenceNumber !== undefined && { SequenceNumber: sent.sequenceNumber }),
  } satisfies SendMessageResult
}

/** The attribute AWSTraceHeader, else the trace of the HTTP call itself. */
function traceHeader(system: Readonly<Record<string, MessageAttribute>>, call: Call): Pick<NewMessage, 'traceHeader'> {
  const unknown = Object.keys(system).find((name) => name !== 'AWSTraceHeader')
  if (unknown !== undefined)
    throw invalidParameter(`Message system attribute name '${unknown}' is invalid: only AWSTraceHeader can be sent.`)
  const value = system['AWSTraceHeader']?.StringValue ?? call.traceHeader
  return value === undefined ? {} : { traceHeader: value }
}
