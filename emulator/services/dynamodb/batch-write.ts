import { execute, type Item } from './dynalite.ts'
import type { Engine, Place, Written } from './engine.ts'

type Requests = Readonly<
  Record<
    string,
    readonly { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } }[]
  >
>

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export async function batchWriteItem(
  engine: Engine,
  input: Readonly<Record<string, unknown>>,
  call: Written,
): Promise<unknown> {
  const data = engine.check('batchWriteItem', input)
  const places: Place[] = []
  for (const [name, requests] of Object.entries(data['RequestItems'] as Requests)) {
    const table = await engine.table(name)
    for (const { PutRequest: put, DeleteRequest: remove } of requests) {
      if (put !== undefined) places.push(engine.place(table, put.Item, 'item'))
      if (remove !== undefined) places.push(engine.place(table, remove.Key, 'key'))
    }
  }
  return engine.write(places, call, (staged) => execute(staged, 'batchWriteItem', data))
}
