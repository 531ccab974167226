import type { Logger } from '../../authoring/context.ts'
import type { CallOptions } from '../../aws/index.ts'
import { InvalidStreamItemError } from '../../errors.ts'
import { loadRemote } from '../../remote/load.ts'
import { timestamp } from '../clock.ts'
import { fits, messageOf } from '../message.ts'
import { groupIn, itemIn, keyOfItem, type Place, roomOf } from '../room.ts'
import type { CanAccess } from './access.ts'
import { contextFor, subscribe, unsubscribe } from './connection.ts'
import { type GatewayEvent, type Request, readRequest } from './event.ts'
import { groupChanges, groupSync, itemSync, type Stored } from './sync.ts'

type Guards = ReadonlyMap<string, CanAccess | undefined>

/** Characters of a client's id of a subscription. */
const longestId = 256

/** Resolves to whether there still is a connection to send more to. */
type Send = (message: string) => Promise<boolean>

interface Joining {
  readonly connectionId: string
  readonly place: Place
  readonly subscriptionId: string
}

/** Subscribes a connection to an item or a group, and sends what is there. */
export async function join(event: GatewayEvent, call: CallOptions, guards: Guards, logger: Logger): Promise<void> {
  const { connectionId } = event.requestContext
  const request = readRequest(event)
  const send = sender(connectionId, call, logger)
  const refuse = async (reason: string) => {
    const refusal = refusalOf(request, reason)
    // Who asked with more than a message holds knows why.
    if (fits(refusal)) await send(refusal)
  }
  const joining = read(connectionId, request)
  if (joining instanceof Error) return await refuse(joining.message)
  const { place } = joining
  if (!guards.has(place.streamName)) return await refuse(`there is no stream "${place.streamName}"`)
  const guard = guards.get(place.streamName)
  if (guard && !(await mayJoin(guard, joining, call, logger))) {
    return await refuse(`access to stream "${place.streamName}" is denied`)
  }
  // First of all: what changes after the read below is told.
  await subscribe(call, { ...joining, room: roomOf(place) })
  if (place.id === undefined) await sendGroup(call, place, send, logger)
  else await sendItem(call, place as Required<Place>, send, logger)
}

export async function leave(event: GatewayEvent, call: CallOptions): Promise<void> {
  const joining = read(event.requestContext.connectionId, readRequest(event))
  if (joining instanceof Error) return
  await unsubscribe(call, { ...joining, room: roomOf(joining.place) })
}

/** A client that does not read what it is sent fails alone: that is no failure of the gateway, which an alarm would tell of. */
function sender(connectionId: string, call: CallOptions, logger: Logger): Send {
  return async (message) => {
    const { AwsError, post } = await loadRemote()
    try {
      return await post(call, connectionId, message)
    } catch (error) {
      if (!(error instanceof AwsError && error.status === 429)) throw error
      logger.warn('a client that joined does not read what it is sent', error)
      return false
    }
  }
}

/** A client that asks for what it cannot have gets to know why. The public clients give a UUID as `subscriptionId`. */
function read(connectionId: string, { streamName, groupId, id, subscriptionId = 'default' }: Request): Joining | Error {
  if (typeof subscriptionId !== 'string' || !subscriptionId.isWellFormed() || subscriptionId.length > longestId) {
    return new InvalidStreamItemError(`subscriptionId must be a text of at most ${longestId} characters`)
  }
  try {
    const place = id === undefined ? groupIn(streamName, groupId) : itemIn(streamName, groupId, id)
    if (place.id !== undefined) keyOfItem(place as Required<Place>)
    return { connectionId, place, subscriptionId }
  } catch (error) {
    if (error instanceof InvalidStreamItemError) return error
    throw error
  }
}

async function mayJoin(
  canAccess: CanAccess,
  { connectionId, place: { streamName, groupId, id } }: Joining,
  call: CallOptions,
  logger: Logger,
): Promise<boolean> {
  const context = await contextFor(call, connectionId)
  try {
    return Boolean(await canAccess({ groupId, ...(id !== undefined && { id }) }, context))
  } catch (error) {
    logger.error(`canAccess of stream "${streamName}" threw: access is denied`, error)
    return false
  }
}

async function sendItem(call: CallOptions, place: Required<Place>, send: Send, logger: Logger): Promise<void> {
  const { getItem, streamsTable } = await loadRemote()
  // Older than what it reads: a change that comes first is the newer one, and the client drops this.
  const start = timestamp()
  const found = await getItem(call, keyOfItem(place), streamsTable())
  if (!found) return
  const message = itemSync(place, found, start)
  if (fits(message)) await send(message)
  else warnOf(place, [found], logger)
}

async function sendGroup(call: CallOptions, place: Place, send: Send, logger: Logger): Promise<void> {
  const { readGroup } = await loadRemote()
  const before = await readGroup(call, roomOf(place))
  const { messages, left } = groupSync(place, before)
  if (left.length > 0) warnOf(place, left, logger)
  for (const message of messages) if (!(await send(message))) return
  const start = timestamp()
  const after = await readGroup(call, roomOf(place))
  for (const message of groupChanges(place, before, after, start)) if (!(await send(message))) return
}

function warnOf({ streamName, groupId }: Place, left: readonly Stored[], logger: Logger): void {
  const ids = left.map(({ key }) => key.slice('item:'.length))
  logger.warn(
    `${left.length} items of stream "${streamName}" are too large for a message: a client joined without them`,
    {
      groupId,
      ids,
    },
  )
}

/** As an event of the place that was asked for, which is how 0.17 says it. */
function refusalOf({ streamName, groupId, id }: Request, message: string): string {
  const place = { streamName, groupId, id } as Place
  return messageOf(place, JSON.stringify({ type: 'event', event: { type: 'error', data: { message } } }))
}
