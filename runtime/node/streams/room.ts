import { InvalidStreamItemError } from '../errors.ts'
import type { ItemKey } from '../state/key.ts'

/** A group of a stream, or with an `id` an item of it. */
export interface Place {
  readonly streamName: string
  readonly groupId: string
  readonly id?: string
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const longest = { room: 2048, key: 1024 } as const

/** @throws InvalidStreamItemError */
export function groupIn(streamName: unknown, groupId: unknown): Place {
  const name = text(streamName, 'name', streamName)
  return checked({ streamName: name, groupId: text(groupId, 'groupId', name) })
}

/** @throws InvalidStreamItemError */
export function itemIn(streamName: unknown, groupId: unknown, id: unknown): Required<Place> {
  return checked({ ...groupIn(streamName, groupId), id: text(id, 'id', streamName) })
}

/**
 * The partition of the table with a place's subscriptions and, of a group, with its items: its parts percent-encoded, but
 * for RFC 3986's unreserved characters, so that no `:` is left in them, nor anything that IAM reads as a wildcard.
 */
export function roomOf({ streamName, groupId, id }: Place): string {
  return [streamName, groupId, ...(id === undefined ? [] : [id])].map(encode).join(':')
}

/** @throws InvalidStreamItemError */
export function keyOfItem({ streamName, groupId, id }: Required<Place>): ItemKey {
  const key = `item:${id}`
  if (Buffer.byteLength(key) > longest.key) throw tooLong('id', streamName, longest.key)
  return { group: roomOf({ streamName, groupId }), key }
}

function encode(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function checked<P extends Place>(place: P): P {
  if (roomOf(place).length > longest.room) throw tooLong('groupId and id', place.streamName, longest.room)
  return place
}

/** JavaScript's authors may give a number, which 0.17 took. */
function text(given: unknown, what: string, streamName: unknown): string {
  const found = typeof given === 'number' ? String(given) : given
  if (typeof found === 'string' && found !== '' && found.isWellFormed()) return found
  const shown = found === undefined ? 'undefined' : JSON.stringify(found)
  throw new InvalidStreamItemError(
    `${what} is ${shown} in a call of stream "${String(streamName)}": give a text that is not empty`,
  )
}

function tooLong(what: string, streamName: string, limit: number): InvalidStreamItemError {
  return new InvalidStreamItemError(
    `${what} of stream "${streamName}" are longer than the ${limit} bytes that a key of DynamoDB may have, encoded: use shorter ids`,
  )
}
