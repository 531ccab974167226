/** What the table keeps of a connection, in a group of its own: CONTRACT.md. */
import type { CallOptions } from '../../aws/index.ts'
import { loadRemote } from '../../remote/load.ts'
import type { ItemKey } from '../../state/key.ts'
import { writeValue } from '../../state/value.ts'

/**
 * Seconds after which API Gateway has ended every connection, and ten minutes:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const lifetime = 2 * 60 * 60 + 10 * 60

/** No room begins with an `@`. */
const groupOf = (connectionId: string): string => `@connection:${connectionId}`

const contextOf = (connectionId: string): ItemKey => ({ group: groupOf(connectionId), key: 'context' })

interface Subscription {
  readonly connectionId: string
  readonly room: string
  readonly subscriptionId: string
}

/** The items of a subscription: one for who tells the room, one for the connection's end. */
function itemsOf({ connectionId, room, subscriptionId }: Subscription) {
  return {
    inRoom: { group: room, key: `subscription:${connectionId}:${subscriptionId}` },
    ofConnection: { group: groupOf(connectionId), key: `subscription:${subscriptionId}` },
  }
}

/** Keeps what `authenticate` made of a connection's request. */
export async function keepContext(call: CallOptions, connectionId: string, context: unknown): Promise<void> {
  await put(call, contextOf(connectionId), context)
}

/** Null for an anonymous client. */
export async function contextFor(call: CallOptions, connectionId: string): Promise<unknown> {
  const { getItem, streamsTable } = await loadRemote()
  const found = await getItem(call, contextOf(connectionId), streamsTable())
  return found ? JSON.parse(found.text) : null
}

/** @throws InvalidStateKeyError when a client's id of a subscription is too long */
export async function subscribe(call: CallOptions, subscription: Subscription): Promise<void> {
  const { inRoom, ofConnection } = itemsOf(subscription)
  const { connectionId, room } = subscription
  await Promise.all([put(call, inRoom, { connectionId }), put(call, ofConnection, { room })])
}

export async function unsubscribe(call: CallOptions, subscription: Subscription): Promise<void> {
  const { inRoom, ofConnection } = itemsOf(subscription)
  await Promise.all([remove(call, inRoom), remove(call, ofConnection)])
}

/** Deletes all that is known of a connection; what is missed for want of time goes with the first message it does not get. */
export async function forget(call: CallOptions, connectionId: string): Promise<void> {
  const { queryItems, streamsTable } = await loadRemote()
  for await (const { key, text } of queryItems(call, groupOf(connectionId), '', streamsTable())) {
    const subscriptionId = key.slice('subscription:'.length)
    if (key === 'context') await remove(call, contextOf(connectionId))
    else await unsubscribe(call, { connectionId, room: (JSON.parse(text) as Subscription).room, subscriptionId })
  }
}

async function put(call: CallOptions, item: ItemKey, value: unknown): Promise<void> {
  const text = writeValue(item, value)
  const { setItem, streamsTable } = await loadRemote()
  await setItem(call, item, text, lifetime, streamsTable())
}

async function remove(call: CallOptions, item: ItemKey): Promise<void> {
  const { deleteItem, streamsTable } = await loadRemote()
  await deleteItem(call, item, streamsTable())
}
