/** What a client that joined is sent: what is there, and what changed while it was told. */
import { fits, largestMessage, messageOf } from '../message.ts'
import type { Place } from '../room.ts'

/** An item as it is stored. */
export interface Stored {
  readonly key: string
  /** JSON. */
  readonly text: string
}

export interface Sync {
  readonly messages: readonly string[]
  /** Items that are too large for a message. */
  readonly left: readonly Stored[]
}

/**
 * The `sync` of a group: with its first items, as many as fit, and each further one as a `create`, which clients add to what
 * they have.
 */
export function groupSync(group: Place, items: readonly Stored[]): Sync {
  const left = items.filter((item) => !fits(messageFor(group, 'create', item)))
  const told = items.filter((item) => !left.includes(item))
  let bytes = Buffer.byteLength(syncOf(group, []))
  const first = told.findIndex(({ text }) => {
    bytes += Buffer.byteLength(text) + 1
    return bytes > largestMessage
  })
  const [together, single] = first < 0 ? [told, []] : [told.slice(0, first), told.slice(first)]
  return {
    messages: [syncOf(group, together), ...single.map((item) => messageFor(group, 'create', item))],
    left,
  }
}

/** `time` is when it was read, in ms. */
export function itemSync(place: Place, { text }: Stored, time: number): string {
  return messageOf(place, `{"type":"sync","data":${text}}`, time)
}

/**
 * What changed in a group since it was read for the `sync`. What was told of it may have come to the client before the `sync`,
 * which undid it. `time` is when `after` was read, in ms: what is told of later changes is newer.
 */
export function groupChanges(
  group: Place,
  before: readonly Stored[],
  after: readonly Stored[],
  time: number,
): readonly string[] {
  const had = new Map(before.map(({ key, text }) => [key, text]))
  const has = new Set(after.map(({ key }) => key))
  const changes = [
    ...before.filter(({ key }) => !has.has(key)).map((item) => messageFor(group, 'delete', item, time)),
    ...after
      .filter(({ key, text }) => had.get(key) !== text)
      .map((item) => messageFor(group, had.has(item.key) ? 'update' : 'create', item, time)),
  ]
  return changes.filter(fits)
}

function syncOf(group: Place, items: readonly Stored[]): string {
  return messageOf(group, `{"type":"sync","data":[${items.map(({ text }) => text).join(',')}]}`)
}

function messageFor(group: Place, type: 'create' | 'update' | 'delete', { key, text }: Stored, time?: number): string {
  return messageOf({ ...group, id: key.slice('item:'.length) }, `{"type":"${type}","data":${text}}`, time)
}
