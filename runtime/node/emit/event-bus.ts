import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { callFor } from '../aws/index.ts'
import { MissingSettingError } from '../errors.ts'
import { refuseDelay, retryEntries } from './entries.ts'
import type { Outgoing, SendBatch } from './outgoing.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const retryable = new Set(['ThrottlingException', 'InternalFailure', 'InternalException'])

/** A bus knows neither order nor groups, so `groupId` and `deduplicationId` mean nothing here. */
export const publishEvents: SendBatch = (messages) =>
  retryEntries(messages, entryOf, async (entries, { deadline, traceHeader }) => {
    const { Entries = [] } = await callFor({ deadline, traceHeader }, 'events', 'PutEvents', { Entries: entries })
    return new Map(
      Entries.flatMap(({ ErrorCode, ErrorMessage }, index) =>
        ErrorCode ? [[index, { code: ErrorCode, message: ErrorMessage, retryable: retryable.has(ErrorCode) }]] : [],
      ),
    )
  })

function entryOf(message: Outgoing): PutEventsRequestEntry {
  refuseDelay(message, 'an EventBridge bus')
  const app = process.env['MOTIA_APP']
  if (!app) throw new MissingSettingError('MOTIA_APP', 'it is the source of what goes to a bus; deploy the Step again')
  return {
    EventBusName: message.destination.arn,
    Source: app,
    DetailType: message.topic,
    Detail: message.body,
    ...(message.traceHeader !== undefined && { TraceHeader: message.traceHeader }),
  }
}
