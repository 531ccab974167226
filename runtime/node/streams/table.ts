/** The table of streams: what CONTRACT.md says lies in it. */
import { type CallOptions, callFor } from '../aws/index.ts'
import { MissingSettingError } from '../errors.ts'
import type { ItemKey } from '../state/key.ts'
import { keyOf, queryItems, type StoredItem } from '../state/table.ts'
import { timestamp } from './clock.ts'

export function streamsTable(): string {
  const name = process.env['MOTIA_STREAMS']
  if (name) return name
  throw new MissingSettingError(
    'MOTIA_STREAMS',
    'the app had no stream file when it was deployed, or the Step no right to use streams; deploy it again',
  )
}

/** Resolves to whether there was none. */
export async function putStreamItem(call: CallOptions, item: ItemKey, text: string): Promise<boolean> {
  const { Attributes } = await callFor(call, 'dynamodb', 'UpdateItem', {
    TableName: streamsTable(),
    Key: keyOf(item),
    UpdateExpression:
      'SET #value = :value, #version = if_not_exists(#version, :zero) + :one, #created = if_not_exists(#created, :now)',
    ExpressionAttributeNames: { '#value': 'value', '#version': 'version', '#created': 'created' },
    ExpressionAttributeValues: {
      ':value': { S: text },
      ':zero': { N: '0' },
      ':one': { N: '1' },
      ':now': { N: String(timestamp()) },
    },
    ReturnValues: 'ALL_OLD',
  })
  return Attributes === undefined
}

/** The items of a group in the order in which they were created. */
export async function readGroup(call: CallOptions, room: string): Promise<StoredItem[]> {
  const items: StoredItem[] = []
  for await (const item of queryItems(call, room, 'item:', streamsTable())) items.push(item)
  return items.sort((a, b) => (a.created ?? 0) - (b.created ?? 0))
}
