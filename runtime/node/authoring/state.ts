export interface SetOptions {
  /** Seconds from now after which the item no longer exists. */
  readonly ttl?: number | undefined
}

export interface StateQuery<T = unknown> {
  /**
   * What keys begin with: `order:` finds `order:1` and `order:1:receipt` in one Query. The part before the first `:` is
   * a group and is matched whole; a prefix without `:` searches the keys that have none.
   */
  readonly prefix: string
  /** Keeps what it returns true for; runs here, after the read. */
  readonly filter?: ((value: T, key: string) => boolean) | undefined
  /** At most so many results, after the filter. */
  readonly limit?: number | undefined
}

/**
 * What the app remembers: JSON values in one DynamoDB table, shared by all Steps of both languages. Reads are consistent.
 *
 * @throws InvalidStateKeyError, InvalidStateValueError, StateItemTooLargeError, StateConflictError, AwsError
 */
export interface State {
  /** The value, or null where there is none. */
  get<T = unknown>(key: string): Promise<T | null>
  /** Writes a JSON value and resolves to it. */
  set<T>(key: string, value: T, options?: SetOptions): Promise<T>
  /** Resolves to the value that was deleted, or null where there was none. */
  delete<T = unknown>(key: string): Promise<T | null>
  /** Pairs of key and value in the order of their keys. */
  query<T = unknown>(query: StateQuery<T>): Promise<[key: string, value: T][]>
  /**
   * Reads, lets `change` make the next value, and writes it only if nobody else wrote in between; else it starts over,
   * so `change` may run more than once. Keeps the item's ttl unless a new one is given. Resolves to the new value.
   *
   * @example
   * await state.update<number>('visits', (count) => (count ?? 0) + 1)
   */
  update<T>(key: string, change: (current: T | null) => T | Promise<T>, options?: SetOptions): Promise<T>
  /** The same, of one group: `state.group('order').get('1')` is `state.get('order:1')`. */
  group(name: string): GroupState
}

/** The items of one group; keys are those inside the group. */
export interface GroupState extends Omit<State, 'group' | 'query'> {
  query<T = unknown>(query?: Partial<StateQuery<T>>): Promise<[key: string, value: T][]>
}
