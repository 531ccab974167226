import type { Change } from '../gateway/api.ts'
import type { Item, Table } from './dynalite.ts'

/** What became of an item, as plain JSON. Undefined when nothing did. */
export function toChange(table: Table, before: Item | undefined, after: Item | undefined): Change | undefined {
  const item = after ?? before
  if (item === undefined) return undefined
  const key = Object.fromEntries(table.KeySchema.map(({ AttributeName: name }) => [name, toPlain(item[name])]))
  return { table: table.TableName, key, before: toValue(before), after: toValue(after) }
}

/** An item of the runtime's state holds its value as JSON text; any other item is shown with all its attributes. */
function toValue(item: Item | undefined): unknown {
  if (item === undefined) return null
  const text = item['group'] && item['key'] ? item['value']?.['S'] : undefined
  if (typeof text !== 'string') return toPlainItem(item)
  try {
    return JSON.parse(text)
  } catch {
    // Someone else's text: shown as it is.
    return text
  }
}

const toPlainItem = (item: Item) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlain(value)]))

/** An attribute value without its types; sets are lists, bytes base64 text. */
function toPlain(attribute: Item[string] | undefined): unknown {
  const [type, value] = Object.entries(attribute ?? {})[0] ?? []
  switch (type) {
    case 'N':
      return Number(value)
    case 'NS':
      return (value as readonly string[]).map(Number)
    case 'NULL':
      return null
    case 'M':
      return toPlainItem(value as Item)
    case 'L':
      return (value as readonly Item[string][]).map(toPlain)
    default:
      return value
  }
}
