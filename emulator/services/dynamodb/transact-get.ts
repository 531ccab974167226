import type { TransactGetItemsInput } from '@aws-sdk/client-dynamodb'
import type { Wire } from '../gateway/wire.ts'
import { execute, type Item } from './dynalite.ts'
import type { Engine, Written } from './engine.ts'
import { validation } from './errors.ts'

/** Reads up to a hundred items with no write between. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export const transactGetItems = (engine: Engine) => async (input: Wire<TransactGetItemsInput>, call: Written) => {
  const entries = input.TransactItems ?? []
  if (entries.length === 0 || entries.length > 100) {
    throw validation(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length from 1 to 100, not ${entries.length}`,
    )
  }
  const reads = await Promise.all(
    entries.map(async ({ Get }) => {
      const data = engine.check('getItem', Get ?? {})
      return { data, place: engine.place(await engine.table(data.TableName), data['Key'] as Item, 'key') }
    }),
  )
  const places = reads.map(({ place }) => place)
  return engine.write(places, call, async (staged) => {
    const answers = await Promise.all(reads.map(({ data }) => execute(staged, 'getItem', data)))
    return { Responses: answers.map((answer) => pick(answer as { readonly Item?: Item })) }
  })
}

const pick = ({ Item }: { readonly Item?: Item }) => (Item === undefined ? {} : { Item })
