import type { Emulator } from '../emulator/index.ts'

/** Reads and writes the state table as a Step would, from outside. */
export interface StateReader {
  /** null when there is none. */
  get<T>(key: string): Promise<T | null>
  set(key: string, value: unknown): Promise<void>
  /** All items of a group, by key. */
  group<T>(name: string): Promise<Readonly<Record<string, T>>>
}

interface Item {
  readonly key: { readonly S: string }
  readonly value: { readonly S: string }
}

/** The name of the state table; undefined when no Step uses state. */
export function stateTable(emulator: Emulator): string | undefined {
  const tables = emulator.resources().filter(({ type }) => type === 'AWS::DynamoDB::Table')
  return tables.find(({ role }) => role !== 'streamsTable')?.physicalId
}

/** @see runtime/CONTRACT.md for how items are laid out. */
export function stateReader(emulator: Emulator): StateReader {
  const table = (): string => {
    const found = stateTable(emulator)
    if (!found) throw new Error('no Step of this app uses state, so there is no table')
    return found
  }
  return {
    async get<T>(key: string) {
      const { Item } = (await emulator.dynamodb('GetItem', {
        TableName: table(),
        Key: keyOf(key),
        ConsistentRead: true,
      })) as { Item?: Item }
      return Item ? (JSON.parse(Item.value.S) as T) : null
    },
    async set(key, value) {
      const version = { N: '1' }
      await emulator.dynamodb('PutItem', {
        TableName: table(),
        Item: { ...keyOf(key), value: { S: JSON.stringify(value) }, version },
      })
    },
    async group<T>(name: string) {
      const found: [string, T][] = []
      let start: unknown
      do {
        const page = (await emulator.dynamodb('Query', {
          TableName: table(),
          KeyConditionExpression: '#group = :group',
          ExpressionAttributeNames: { '#group': 'group' },
          ExpressionAttributeValues: { ':group': { S: name } },
          ...(start ? { ExclusiveStartKey: start } : {}),
        })) as { Items?: Item[]; LastEvaluatedKey?: unknown }
        for (const item of page.Items ?? []) found.push([item.key.S, JSON.parse(item.value.S) as T])
        start = page.LastEvaluatedKey
      } while (start)
      return Object.fromEntries(found)
    },
  }
}

/** `order:1` is group `order`, key `1`; a key without a colon is in the group `_`. */
function keyOf(text: string): { group: { S: string }; key: { S: string } } {
  const colon = text.indexOf(':')
  return colon < 0
    ? { group: { S: '_' }, key: { S: text } }
    : { group: { S: text.slice(0, colon) }, key: { S: text.slice(colon + 1) } }
}
