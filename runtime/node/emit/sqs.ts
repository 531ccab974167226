import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs'
import { queueUrl } from '../aws/endpoint.ts'
import { callFor } from '../aws/index.ts'
import { InvalidEmitError } from '../errors.ts'
import { retryEntries } from './entries.ts'
import type { Outgoing, SendBatch } from './outgoing.ts'

export const sendMessages: SendBatch = (messages) =>
  retryEntries(messages, entryOf, async (entries, { deadline, traceHeader, destination }) => {
    const { Failed = [] } = await callFor({ deadline, traceHeader }, 'sqs', 'SendMessageBatch', {
      QueueUrl: queueUrl(destination.arn),
      Entries: entries,
    })
    return new Map(
      Failed.map(({ Id, Code, Message, SenderFault }) => [
        Number(Id),
        { code: Code ?? 'Unknown', message: Message, retryable: SenderFault === false },
      ]),
    )
  })

function entryOf(message: Outgoing, index: number): SendMessageBatchRequestEntry {
  const { destination, topic, delaySeconds } = message
  if (delaySeconds !== undefined) {
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html (DelaySeconds)
    if (destination.fifo) {
      throw new InvalidEmitError(
        `topic "${topic}" goes to a FIFO queue, which takes no delay per message: set infrastructure.queue.delaySeconds of its subscriber`,
      )
    }
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
      throw new InvalidEmitError(
        `delaySeconds of an emit to "${topic}" is ${delaySeconds}: give a whole number from 0 to 900, or use a schedule for more`,
      )
    }
  }
  const groupId = message.groupId ?? (destination.fifo ? topic : undefined)
  const deduplicationId = destination.fifo ? (message.deduplicationId ?? message.id) : undefined
  return {
    Id: String(index),
    MessageBody: message.body,
    ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(message.traceHeader !== undefined && {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: message.traceHeader } },
    }),
  }
}
