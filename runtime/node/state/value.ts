import { InvalidStateValueError, StateItemTooLargeError } from '../errors.ts'
import { checkKey, type ItemKey } from './key.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items: 400 KB with names */
const limit = 409_600

/** The names `group`, `key`, `value`, `ttl` and `version`, and two numbers. */
const overhead = 5 + 3 + 5 + 3 + 7 + 2 * 21

/**
 * The JSON text of a value: a Date becomes its ISO text, undefined fields go.
 *
 * @throws InvalidStateKeyError, InvalidStateValueError, StateItemTooLargeError
 */
export function writeValue(item: ItemKey, value: unknown): string {
  checkKey(item)
  return checkText(item, jsonOf(value), value)
}

/** The JSON text of a value, undefined where it has none, or why it cannot be written. */
export function jsonOf(value: unknown): string | undefined | Error {
  try {
    return JSON.stringify(value)
  } catch (cause) {
    return cause as Error
  }
}

/** `text` is what {@link jsonOf} made of `value`, `more` the bytes of further attributes. */
export function checkText(item: ItemKey, text: string | undefined | Error, value: unknown, more = 0): string {
  if (text instanceof Error) {
    throw new InvalidStateValueError(
      `the value for key "${item.key}" of group "${item.group}" cannot be written as JSON (${text.message}): store plain values, big integers as text`,
      { cause: text },
    )
  }
  if (text === undefined) {
    throw new InvalidStateValueError(
      `the value for key "${item.key}" of group "${item.group}" is ${typeof value}: store null, or delete the item`,
    )
  }
  const size = Buffer.byteLength(text) + Buffer.byteLength(item.group) + Buffer.byteLength(item.key) + overhead + more
  if (size > limit) throw new StateItemTooLargeError(item.group, item.key, size, limit)
  return text
}
