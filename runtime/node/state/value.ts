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
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw new InvalidStateValueError(
      `the value for key "${item.key}" of group "${item.group}" cannot be written as JSON (${(cause as Error).message}): store plain values, big integers as text`,
      { cause },
    )
  }
  if (text === undefined) {
    throw new InvalidStateValueError(
      `the value for key "${item.key}" of group "${item.group}" is ${typeof value}: store null, or delete the item`,
    )
  }
  const size = Buffer.byteLength(text) + Buffer.byteLength(item.group) + Buffer.byteLength(item.key) + overhead
  if (size > limit) throw new StateItemTooLargeError(item.group, item.key, size, limit)
  return text
}
