import type { PublishBatchRequestEntry } from '@aws-sdk/client-sns'
import { callFor } from '../aws/index.ts'
import { refuseDelay, retryEntries } from './entries.ts'
import type { Outgoing, SendBatch } from './outgoing.ts'

export const publishMessages: SendBatch = (messages) =>
  retryEntries(messages, entryOf, async (entries, { deadline, traceHeader, destination }) => {
    const { Failed = [] } = await callFor({ deadline, traceHeader }, 'sns', 'PublishBatch', {
      TopicArn: destination.arn,
      PublishBatchRequestEntries: entries,
    })
    return new Map(
      Failed.map(({ Id, Code, Message, SenderFault }) => [
        Number(Id),
        { code: Code ?? 'Unknown', message: Message, retryable: SenderFault === false },
      ]),
    )
  })

function entryOf(message: Outgoing, index: number): PublishBatchRequestEntry {
  refuseDelay(message, 'an SNS topic')
  const { destination, topic } = message
  const groupId = message.groupId ?? (destination.fifo ? topic : undefined)
  return {
    Id: String(index),
    Message: message.body,
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(destination.fifo && { MessageDeduplicationId: message.deduplicationId ?? message.id }),
  }
}
