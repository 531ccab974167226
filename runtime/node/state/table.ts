/**
 * The state table, and that of streams, which has its form: what each operation is on DynamoDB. Loaded with a Step's first
 * state call.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { type CallOptions, callFor } from '../aws/index.ts'
import { backoff } from '../aws/retry.ts'
import { InvalidStateKeyError, InvalidStateValueError, MissingSettingError, OutOfTimeError } from '../errors.ts'
import { checkKey, checkPart, type ItemKey } from './key.ts'

export interface StoredItem extends ItemKey {
  /** JSON. */
  readonly text: string
  readonly version: number
  /** ms since 1970; of items of streams alone. */
  readonly created?: number
}

export type Attributes = Record<string, AttributeValue>

/** `key`, `value`, `ttl` and `group` are reserved words of DynamoDB. */
const valueNames = { '#value': 'value', '#version': 'version' }

export async function getItem(call: CallOptions, item: ItemKey, name = table()): Promise<StoredItem | undefined> {
  const { Item } = await callFor(call, 'dynamodb', 'GetItem', {
    TableName: name,
    Key: keyOf(checkKey(item)),
    ConsistentRead: true,
  })
  return Item && alive(Item) ? stored(Item) : undefined
}

export async function setItem(
  call: CallOptions,
  item: ItemKey,
  text: string,
  ttl: number | undefined,
  name = table(),
): Promise<void> {
  await callFor(call, 'dynamodb', 'UpdateItem', {
    TableName: name,
    Key: keyOf(item),
    ...write(text, expiry(ttl), ttl === undefined),
  })
}

/** Resolves to the item as it was. */
export async function deleteItem(call: CallOptions, item: ItemKey, name = table()): Promise<StoredItem | undefined> {
  const { Attributes } = await callFor(call, 'dynamodb', 'DeleteItem', {
    TableName: name,
    Key: keyOf(checkKey(item)),
    ReturnValues: 'ALL_OLD',
  })
  return Attributes && alive(Attributes) ? stored(Attributes) : undefined
}

/** The items of a group whose keys begin with `prefix`, page after page, in the order of their keys. */
export async function* queryItems(
  call: CallOptions,
  group: string,
  prefix: string,
  name = table(),
): AsyncGenerator<StoredItem> {
  checkPart({ group }, 'group')
  if (typeof prefix !== 'string') {
    throw new InvalidStateKeyError(
      `the prefix of a state query is ${typeof prefix}: give a text, as in { prefix: "order:" }`,
    )
  }
  let from: Attributes | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await callFor(call, 'dynamodb', 'Query', {
      TableName: name,
      ConsistentRead: true,
      KeyConditionExpression: `#group = :group${prefix ? ' AND begins_with(#key, :prefix)' : ''}`,
      ExpressionAttributeNames: { '#group': 'group', ...(prefix && { '#key': 'key' }) },
      ExpressionAttributeValues: { ':group': { S: group }, ...(prefix && { ':prefix': { S: prefix } }) },
      ...(from && { ExclusiveStartKey: from }),
    })
    for (const item of Items) if (alive(item)) yield stored(item)
    from = LastEvaluatedKey
  } while (from)
}

/** Deletes all items of a group, 25 a call. */
export async function clearItems(call: CallOptions, group: string): Promise<void> {
  const keys: ItemKey[] = []
  for await (const { key } of queryItems(call, group, '')) keys.push({ group, key })
  for (let start = 0; start < keys.length; start += 25) {
    let requests = keys.slice(start, start + 25).map((item) => ({ DeleteRequest: { Key: keyOf(item) } }))
    for (let attempt = 1; requests.length > 0; attempt++) {
      const { UnprocessedItems } = await callFor(call, 'dynamodb', 'BatchWriteItem', {
        RequestItems: { [table()]: requests },
      })
      requests = (UnprocessedItems?.[table()] ?? []) as typeof requests
      if (requests.length > 0 && !(await backoff(attempt, call.deadline))) {
        throw new OutOfTimeError(`group "${group}" is not cleared yet: give the Step a longer timeout`)
      }
    }
  }
}

export function write(text: string, expires: number | undefined, dropTtl: boolean) {
  const names = { ...valueNames, ...((expires !== undefined || dropTtl) && { '#ttl': 'ttl' }) }
  const set = 'SET #value = :value, #version = if_not_exists(#version, :zero) + :one'
  return {
    UpdateExpression: `${set}${expires === undefined ? '' : ', #ttl = :ttl'}${dropTtl ? ' REMOVE #ttl' : ''}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: {
      ':value': { S: text },
      ':zero': { N: '0' },
      ':one': { N: '1' },
      ...(expires !== undefined && { ':ttl': { N: String(expires) } }),
    } as Attributes,
  }
}

export function keyOf({ group, key }: ItemKey): Attributes {
  return { group: { S: group }, key: { S: key } }
}

export function stored(item: Attributes): StoredItem {
  return {
    group: item['group']?.S ?? '',
    key: item['key']?.S ?? '',
    text: item['value']?.S ?? 'null',
    version: Number(item['version']?.N ?? 0),
    ...(item['created'] && { created: Number(item['created'].N) }),
  }
}

/**
 * DynamoDB deletes an expired item within days, not at once, so the time is compared here.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export function alive(item: Attributes): boolean {
  const ttl = item['ttl']?.N
  return ttl === undefined || Number(ttl) > Date.now() / 1000
}

/** Seconds from now as seconds since 1970. */
export function expiry(ttl: number | undefined): number | undefined {
  if (ttl === undefined) return undefined
  if (Number.isFinite(ttl)) return Math.ceil(Date.now() / 1000 + ttl)
  throw new InvalidStateValueError(`ttl is ${ttl}: give the seconds from now after which the item no longer exists`)
}

export function table(): string {
  const name = process.env['MOTIA_TABLE']
  if (name) return name
  throw new MissingSettingError('MOTIA_TABLE', 'the Step was deployed without the right to use state; deploy it again')
}
