import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge'
import type { ServiceContext } from '../../../ports.ts'
import type { Call } from '../../gateway/api.ts'
import type { Wire } from '../../gateway/wire.ts'
import { EntryError, toEvent } from '../entry.ts'
import { invalid } from '../errors.ts'
import type { Put } from '../put.ts'
import { busName, type Registry } from '../registry.ts'

/** Bytes of one entry. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const LARGEST_ENTRY = 1_048_576

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const putEvents =
  (registry: Registry, put: Put, context: ServiceContext) => (input: Wire<PutEventsRequest>, call: Call) => {
    const entries = input.Entries ?? []
    if (entries.length === 0 || entries.length > 10) {
      throw invalid(
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length from 1 to 10, not ${entries.length}`,
      )
    }
    const results = entries.map((entry) => {
      try {
        const size = Buffer.byteLength(
          [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])].join(''),
        )
        if (size > LARGEST_ENTRY)
          throw new EntryError('InvalidArgument', `The entry is ${size} bytes, more than ${LARGEST_ENTRY}.`)
        const event = toEvent(entry, call.principal, context)
        const bus = busName(entry.EventBusName)
        if (!registry.hasBus(bus)) throw new EntryError('ResourceNotFoundException', `Event bus ${bus} does not exist.`)
        put(bus, event, entry.TraceHeader ?? call.traceHeader)
        return { EventId: event.id }
      } catch (error) {
        if (!(error instanceof EntryError)) throw error
        return { ErrorCode: error.code, ErrorMessage: error.message }
      }
    })
    return {
      FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
      Entries: results,
    } satisfies PutEventsResponse
  }
