import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns'
import type { MessageAttribute } from '../../../ports.ts'
import type { Call } from '../../gateway/api.ts'
import type { Wire } from '../../gateway/wire.ts'
import { invalidParameter } from '../errors.ts'
import type { Publish } from '../publish.ts'
import type { Registry } from '../registry.ts'
import type { Topic } from '../topic.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const publish = (registry: Registry, toTopic: Publish) => (input: Wire<PublishInput>, call: Call) => {
  if (input.PhoneNumber !== undefined) throw invalidParameter('PhoneNumber Reason: the emulator sends no text messages')
  return publishOne(toTopic, registry.topic(input.TopicArn ?? input.TargetArn), input, call)
}

type Entry = Omit<Wire<PublishInput>, 'TopicArn' | 'TargetArn' | 'PhoneNumber'>

/** Also what PublishBatch does with each of its entries. */
export function publishOne(toTopic: Publish, topic: Topic, entry: Entry, call: Call) {
  const receipt = toTopic(
    topic,
    {
      message: entry.Message ?? '',
      subject: entry.Subject,
      structure: entry.MessageStructure,
      attributes: (entry.MessageAttributes ?? {}) as Readonly<Record<string, MessageAttribute>>,
      groupId: entry.MessageGroupId,
      deduplicationId: entry.MessageDeduplicationId,
    },
    call.traceHeader,
  )
  return {
    MessageId: receipt.messageId,
    ...(receipt.sequenceNumber !== undefined && { SequenceNumber: receipt.sequenceNumber }),
  } satisfies PublishResponse
}
