import { AwsError } from '../aws/error.ts'
import { type CallOptions, callFor } from '../aws/index.ts'
import type { ItemKey } from '../state/key.ts'
import { deleteItem, queryItems } from '../state/table.ts'
import { largestMessage, messageOf } from './message.ts'
import type { Place } from './room.ts'
import { streamsTable } from './table.ts'

export type Warn = (message: string, fields?: unknown) => void

/** Posts on their way at once. */
const atOnce = 32

/**
 * Tells every connection that joined one of the rooms of an event (JSON), each once. What cannot be told is a warning: the
 * data is stored, and a client that missed a message has the next, or joins again.
 */
export async function tell(
  call: CallOptions,
  place: Place,
  rooms: readonly string[],
  event: string,
  warn: Warn,
): Promise<void> {
  const about = { stream: place.streamName, groupId: place.groupId, id: place.id }
  const message = messageOf(place, event)
  const size = Buffer.byteLength(message)
  if (size > largestMessage) {
    warn(
      `a message of stream "${place.streamName}" is ${size} bytes, API Gateway takes at most ${largestMessage}: nobody is told, keep what is large in state or S3`,
      about,
    )
    return
  }
  try {
    const failures: unknown[] = []
    const connections = await connectionsIn(call, rooms)
    await eachOf([...connections], async ([connectionId, subscriptions]) => {
      try {
        if (await post(call, connectionId, message)) return
        for (const key of subscriptions) await deleteItem(call, key, streamsTable())
      } catch (error) {
        failures.push(error)
      }
    })
    if (failures.length === 0) return
    const [error] = failures
    warn(
      `${failures.length} of ${connections.size} clients could not be told of a change of stream "${place.streamName}"`,
      { ...about, error },
    )
  } catch (error) {
    warn(`nobody could be told of a change of stream "${place.streamName}"`, { ...about, error })
  }
}

/**
 * Posts a message to a connection; false when that is gone.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export async function post(call: CallOptions, connectionId: string, message: string): Promise<boolean> {
  try {
    await callFor(call, 'execute-api', 'PostToConnection', { ConnectionId: connectionId, Data: message })
    return true
  } catch (error) {
    if (error instanceof AwsError && error.status === 410) return false
    throw error
  }
}

/** The subscriptions in the rooms, by connection. */
async function connectionsIn(call: CallOptions, rooms: readonly string[]): Promise<Map<string, ItemKey[]>> {
  const found = new Map<string, ItemKey[]>()
  await Promise.all(
    rooms.map(async (room) => {
      for await (const { group, key, text } of queryItems(call, room, 'subscription:', streamsTable())) {
        const { connectionId } = JSON.parse(text) as { connectionId: string }
        found.set(connectionId, [...(found.get(connectionId) ?? []), { group, key }])
      }
    }),
  )
  return found
}

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = all.values()
  const worker = async () => {
    for (const one of rest) await work(one)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker))
}
