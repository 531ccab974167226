import type { Permission } from '../gateway/api.ts'
import type { Item } from './dynalite.ts'
import type { Engine } from './engine.ts'
import { find } from './tables.ts'

type Input = Readonly<Record<string, unknown>>

/**
 * The condition key `dynamodb:LeadingKeys`: the partition keys of the items that a call is about. Absent where a call names
 * none, as Scan.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 *
 * @param items items or keys of them, as they came over the wire
 */
export async function leadingKeys(
  engine: Engine,
  {
    table: name,
    index,
    items,
  }: { readonly table: unknown; readonly index?: unknown; readonly items: readonly unknown[] },
): Promise<Pick<Permission, 'context'>> {
  const given = items.filter((item): item is Item => typeof item === 'object' && item !== null)
  // What is no table has no keys; the action itself says so.
  const table = given.length > 0 && typeof name === 'string' ? await find(engine, name) : undefined
  const schema =
    index === undefined
      ? table?.KeySchema
      : [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])].find(
          ({ IndexName }) => IndexName === index,
        )?.KeySchema
  const partitionKey = schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? ''
  const values = given.flatMap((item) => Object.values(item[partitionKey] ?? {})).map(String)
  return values.length > 0 ? { context: { 'dynamodb:LeadingKeys': [...new Set(values)] } } : {}
}

/** The key that a Query asks for, of a condition in either of its two forms. */
export function queriedKey(engine: Engine, input: Input): Item {
  const conditions = (engine.check('query', input)['KeyConditions'] ?? {}) as Readonly<
    Record<string, { readonly ComparisonOperator: string; readonly AttributeValueList: readonly Item[string][] }>
  >
  const equal = Object.entries(conditions).filter(([, { ComparisonOperator }]) => ComparisonOperator === 'EQ')
  return Object.fromEntries(equal.map(([name, { AttributeValueList }]) => [name, AttributeValueList[0]!]))
}
