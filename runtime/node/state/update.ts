import { AwsError } from '../aws/error.ts'
import { type CallOptions, callFor } from '../aws/index.ts'
import { backoff } from '../aws/retry.ts'
import { StateConflictError } from '../errors.ts'
import { checkKey, type ItemKey } from './key.ts'
import { type Attributes, alive, expiry, keyOf, stored, table, write } from './table.ts'
import { writeValue } from './value.ts'

/** How often `update` starts over before it gives up. */
const maxUpdates = 15

/**
 * Replaces an item by what `change` makes of it, unless somebody else wrote it meanwhile; then it starts over.
 *
 * @throws StateConflictError
 */
export async function updateItem<T>(
  call: CallOptions,
  item: ItemKey,
  change: (current: T | null) => T | Promise<T>,
  ttl: number | undefined,
): Promise<T> {
  checkKey(item)
  for (let attempt = 1; ; attempt++) {
    const { Item: before } = await callFor(call, 'dynamodb', 'GetItem', {
      TableName: table(),
      Key: keyOf(item),
      ConsistentRead: true,
    })
    const current = before && alive(before) ? (JSON.parse(stored(before).text) as T) : null
    const next = await change(current)
    const keepsTtl = before !== undefined && current !== null && ttl === undefined
    if (await replace(call, item, before, writeValue(item, next), expiry(ttl), !keepsTtl)) return next
    if (attempt === maxUpdates || !(await backoff(Math.min(attempt, 4), call.deadline))) {
      throw new StateConflictError(
        `key "${item.key}" of group "${item.group}" was written by others at each of ${attempt} tries to update it: spread it over several keys`,
      )
    }
  }
}

/** False when the item is no longer what was read. */
async function replace(
  call: CallOptions,
  item: ItemKey,
  before: Attributes | undefined,
  text: string,
  expires: number | undefined,
  dropsTtl: boolean,
): Promise<boolean> {
  const update = write(text, expires, dropsTtl && expires === undefined)
  // A deleted and rewritten item may have the version that was read, so the value is compared besides.
  const condition = before
    ? {
        ConditionExpression: '#version = :seen AND #value = :before',
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ':seen': before['version'] ?? { N: '0' },
          ':before': before['value'] ?? { S: '' },
        },
      }
    : { ConditionExpression: 'attribute_not_exists(#value)' }
  try {
    await callFor(call, 'dynamodb', 'UpdateItem', { TableName: table(), Key: keyOf(item), ...update, ...condition })
    return true
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return false
    throw error
  }
}
