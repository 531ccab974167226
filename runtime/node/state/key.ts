import { InvalidStateKeyError } from '../errors.ts'

/** Where an item lies in the table. */
export interface ItemKey {
  readonly group: string
  readonly key: string
}

/** The group of keys without a `:`. */
export const defaultGroup = '_'

/** `order:123` is key `123` of group `order`; a text without `:` is a key of the default group. */
export function splitKey(text: string): ItemKey {
  // What is no text is refused by `checkKey`, as a rejection of the call.
  if (typeof text !== 'string') return { group: defaultGroup, key: text }
  const at = text.indexOf(':')
  return at < 0 ? { group: defaultGroup, key: text } : { group: text.slice(0, at), key: text.slice(at + 1) }
}

/** The text that {@link splitKey} splits again. */
export function joinKey({ group, key }: ItemKey): string {
  return group === defaultGroup && !key.includes(':') ? key : `${group}:${key}`
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const longest = { group: 2048, key: 1024 } as const

/** @throws InvalidStateKeyError */
export function checkKey(item: ItemKey): ItemKey {
  checkPart(item, 'group')
  checkPart(item, 'key')
  return item
}

export function checkPart(item: Partial<ItemKey>, part: 'group' | 'key'): void {
  const text = item[part]
  if (typeof text !== 'string' || text === '') {
    const shown = text === undefined ? 'undefined' : JSON.stringify(text)
    throw new InvalidStateKeyError(
      `the ${part} of a state item is ${shown}: give a text that is not empty, as in "order:123"`,
    )
  }
  const size = Buffer.byteLength(text)
  if (size > longest[part]) {
    throw new InvalidStateKeyError(
      `the ${part} of a state item is ${size} bytes ("${text.slice(0, 40)}..."), DynamoDB takes at most ${longest[part]}: hash it`,
    )
  }
}
