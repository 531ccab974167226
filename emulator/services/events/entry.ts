import { randomUUID } from 'node:crypto'
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import type { Principal, ServiceContext } from '../../ports.ts'
import type { Wire } from '../gateway/wire.ts'
import type { Event } from './rule.ts'

type Entry = Wire<PutEventsRequestEntry>

/** An entry that is refused; the others of its request are not. */
export class EntryError extends Error {
  override readonly name = 'EntryError'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Makes an event of an entry. The account's owner may play an AWS service (`source: 'aws.s3'`), so that a test can send
 * what AWS would; a function may not, as in AWS.
 */
export function toEvent(entry: Entry, principal: Principal, { account, region, clock }: ServiceContext): Event {
  const required = (name: 'Source' | 'DetailType' | 'Detail') => {
    const value = entry[name]
    if (typeof value === 'string' && value !== '') return value
    throw new EntryError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`)
  }
  const source = required('Source')
  const detailType = required('DetailType')
  const detail = parseDetail(required('Detail'))
  if (source.startsWith('aws.') && principal.type !== 'owner') {
    throw new EntryError('NotAuthorizedForSourceException', 'Not authorized for the source.')
  }
  const time = entry.Time === undefined ? clock.now() : Number(entry.Time) * 1000
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account,
    time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: entry.Resources ?? [],
    detail,
  }
}

function parseDetail(text: string): unknown {
  try {
    const detail: unknown = JSON.parse(text)
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return detail
  } catch (cause) {
    throw new EntryError('MalformedDetail', 'Detail is malformed.', { cause })
  }
  throw new EntryError('MalformedDetail', 'Detail is malformed.')
}
