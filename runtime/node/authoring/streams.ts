import type { Schema } from './schema.ts'

/** An item as it is stored and told. */
export type BaseStreamItem<Data = unknown> = Data & { id: string }

/** Who is told: all who joined a group, or, with an `id`, all who joined that item. */
export interface StateStreamEventChannel {
  groupId: string
  id?: string
}

export interface StateStreamEvent<Data = unknown> {
  type: string
  data: Data
}

/**
 * Items that clients see change: whoever joined an item or its group over the WebSocket is told of each change, once. A
 * change resolves when it is stored and its messages are posted; a message that could not be posted is a warning in the log.
 *
 * @throws InvalidStreamItemError, InvalidStateValueError, StateItemTooLargeError, AwsError
 */
export interface MotiaStream<Data = Record<string, unknown>> {
  get(groupId: string, id: string): Promise<BaseStreamItem<Data> | null>
  /** Stores an item and tells of its `create` or `update`. Resolves to the item. */
  set(groupId: string, id: string, data: Omit<Data, 'id'> & { id?: string }): Promise<BaseStreamItem<Data>>
  /** Tells of the `delete` and resolves to the item that was there, or null. */
  delete(groupId: string, id: string): Promise<BaseStreamItem<Data> | null>
  /** In the order in which they were created. */
  getGroup(groupId: string): Promise<BaseStreamItem<Data>[]>
  /** Tells of something that is not stored. */
  send<Event>(channel: StateStreamEventChannel, event: StateStreamEvent<Event>): Promise<void>
}

/** The streams of a project by name: filled by its `types.d.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: a project's types.d.ts adds to it
export interface FlowContextStateStreams {}

/** Those of `types.d.ts`, and without it any name. */
export type Streams = keyof FlowContextStateStreams extends never
  ? Readonly<Record<string, MotiaStream>>
  : FlowContextStateStreams

/** What a client asks to see. */
export interface StreamSubscription {
  groupId: string
  id?: string
}

/** A stream file's `config`. */
export interface StreamConfig {
  name: string
  schema: Schema
  baseConfig: { storageType: 'default' } | { storageType: 'custom'; factory: () => unknown }
  /** Without it everybody may join. `authContext` is what `authenticate` made of the connection's request. */
  // biome-ignore lint/suspicious/noExplicitAny: authors give the type that their contextSchema has
  canAccess?: (subscription: StreamSubscription, authContext: any) => boolean | Promise<boolean>
}

/** A WebSocket's handshake. */
export interface StreamAuthRequest {
  /** Names in lower case. */
  headers: Record<string, string | undefined>
  /** `/?authToken=...`. */
  url?: string
}

export interface StreamAuthConfig {
  contextSchema?: Schema
  /** Null is an anonymous client; what it throws refuses the connection. */
  authenticate(request: StreamAuthRequest): unknown
}
