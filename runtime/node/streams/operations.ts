/** What the calls of a stream do. */
import type { CallOptions } from '../aws/index.ts'
import { InvalidStreamItemError } from '../errors.ts'
import { deleteItem, getItem } from '../state/table.ts'
import { checkText } from '../state/value.ts'
import { tell, type Warn } from './push.ts'
import { groupIn, itemIn, keyOfItem, type Place, roomOf } from './room.ts'
import { putStreamItem, readGroup, streamsTable } from './table.ts'
import { inTurn } from './turn.ts'

interface StreamCall {
  readonly stream: string
  readonly call: CallOptions
  readonly warn: Warn
}

type Json = string | undefined | Error

/** The attribute `created` and its number. */
const overhead = 7 + 21

/** Each gets its stream and what the author gave. Changes of one place follow each other and are told in that order. */
export const streamOperations = {
  async get({ stream, call }: StreamCall, groupId: unknown, id: unknown): Promise<unknown> {
    const found = await getItem(call, keyOfItem(itemIn(stream, groupId, id)), streamsTable())
    return found ? JSON.parse(found.text) : null
  },

  /** `json` is that of `item`, which is the data with the id. */
  async set(
    { stream, call, warn }: StreamCall,
    groupId: unknown,
    id: unknown,
    data: unknown,
    item: object,
    json: Json,
  ): Promise<unknown> {
    const place = itemIn(stream, groupId, id)
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      throw new InvalidStreamItemError(
        `data for item "${place.id}" of stream "${stream}" is ${Array.isArray(data) ? 'an array' : String(data)}: give an object`,
      )
    }
    const key = keyOfItem(place)
    const text = checkText(key, json, item, overhead)
    await inTurn(roomOf(place), async () => {
      const isNew = await putStreamItem(call, key, text)
      await tell(call, place, roomsOf(place), `{"type":"${isNew ? 'create' : 'update'}","data":${text}}`, warn)
    })
    return item
  },

  async delete({ stream, call, warn }: StreamCall, groupId: unknown, id: unknown): Promise<unknown> {
    const place = itemIn(stream, groupId, id)
    return await inTurn(roomOf(place), async () => {
      const old = await deleteItem(call, keyOfItem(place), streamsTable())
      if (!old) return null
      await tell(call, place, roomsOf(place), `{"type":"delete","data":${old.text}}`, warn)
      return JSON.parse(old.text)
    })
  },

  async getGroup({ stream, call }: StreamCall, groupId: unknown): Promise<unknown[]> {
    const items = await readGroup(call, roomOf(groupIn(stream, groupId)))
    return items.map(({ text }) => JSON.parse(text))
  },

  /** `json` is that of the whole event as clients get it. */
  async send(
    { stream, call, warn }: StreamCall,
    groupId: unknown,
    id: unknown,
    type: unknown,
    json: Json,
  ): Promise<void> {
    const place = id === undefined || id === null ? groupIn(stream, groupId) : itemIn(stream, groupId, id)
    if (typeof type !== 'string' || typeof json !== 'string') {
      const why = json instanceof Error ? `cannot be written as JSON (${json.message})` : `has the type ${String(type)}`
      throw new InvalidStreamItemError(
        `an event of stream "${stream}" ${why}: call send({ groupId, id }, { type, data }) with plain values`,
      )
    }
    await inTurn(roomOf(place), () => tell(call, place, [roomOf(place)], json, warn))
  },
}

/** A change of an item is told to who joined it and to who joined its group. */
function roomsOf(place: Required<Place>): readonly string[] {
  const { id: _, ...group } = place
  return [roomOf(group), roomOf(place)]
}
